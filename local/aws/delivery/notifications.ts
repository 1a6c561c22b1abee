import type { ObjectEvent } from "../s3/object-event.ts";
import type { Notification } from "./definitions.ts";

export interface Notified {
  message: object;
  /** ARN of the target queue; without one, the target is the function. */
  queueArn: string | undefined;
}

/** Returns S3's messages for `event`, one for each matching rule. */
export function notificationsFor(event: ObjectEvent, rules: Notification[], region: string): Notified[] {
  return rules
    .filter((rule) => matches(event, rule))
    .map((rule) => ({ message: message(event, rule, region), queueArn: rule.queueArn }));
}

function matches({ bucket, key, eventName }: ObjectEvent, rule: Notification): boolean {
  const wanted = rule.events.some((pattern) => {
    const name = `s3:${eventName}`;
    return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
  return wanted && bucket === rule.bucket && key.startsWith(rule.prefix) && key.endsWith(rule.suffix);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function message(event: ObjectEvent, rule: Notification, region: string): object {
  const { bucket, key, size, etag, versionId, eventName, time } = event;
  const object = eventName.startsWith("ObjectCreated") ? { size, eTag: etag } : {};
  const version = versionId === undefined ? {} : { versionId };
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: region,
        eventTime: time.toISOString(),
        eventName,
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: rule.id,
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: { key: formEncoded(key), ...object, ...version },
        },
      },
    ],
  };
}

/** Encodes a key as S3 does in events: like an HTML form, but with `/` left alone. */
function formEncoded(key: string): string {
  return encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
}
