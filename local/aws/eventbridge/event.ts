import { createHash, randomUUID } from "node:crypto";
import type { ObjectEvent } from "../s3/object-event.ts";

const reasons: Record<ObjectEvent["eventName"], string> = {
  "ObjectCreated:Put": "PutObject",
  "ObjectCreated:Copy": "CopyObject",
  "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload",
  "ObjectRemoved:Delete": "DeleteObject",
  "ObjectRemoved:DeleteMarkerCreated": "DeleteObject",
};

/** Returns S3's event for EventBridge: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function eventBridgeEvent(event: ObjectEvent, account: string, region: string): object {
  const { bucket, key, size, etag, versionId, eventName, time } = event;
  const isCreated = eventName.startsWith("ObjectCreated");
  const sequencer = createHash("sha256")
    .update(`${time.getTime()} ${key}`)
    .digest("hex")
    .slice(0, 18)
    .toUpperCase();
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": isCreated ? "Object Created" : "Object Deleted",
    source: "aws.s3",
    account,
    time: time.toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: {
        key,
        ...(isCreated && { size, etag }),
        ...(versionId !== undefined && { "version-id": versionId }),
        sequencer,
      },
      "request-id": randomUUID(),
      requester: account,
      "source-ip-address": "127.0.0.1",
      reason: reasons[eventName],
      ...(!isCreated && { "deletion-type": deletionType(eventName) }),
    },
  };
}

function deletionType(eventName: ObjectEvent["eventName"]): string {
  return eventName === "ObjectRemoved:Delete" ? "Permanently Deleted" : "Delete Marker Created";
}
