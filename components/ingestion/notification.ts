import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SourceBucket } from "../buckets/source-bucket.ts";
import type { Options } from "../options/option-rules.ts";
import { suffixForms } from "./suffixes.ts";

type Destinations = Omit<aws.s3.BucketNotificationArgs, "bucket">;

/** One rule for each form of each suffix, without where S3 sends what matches. */
export function notificationRules({ uploadPrefix, uploadSuffixes, mirrorDeletions }: Options) {
  const suffixes = uploadSuffixes.length > 0 ? suffixForms(uploadSuffixes) : [undefined];
  return suffixes.map((suffix, index) => ({
    id: `compress-${index + 1}`,
    events: ["s3:ObjectCreated:*", ...(mirrorDeletions ? ["s3:ObjectRemoved:*"] : [])],
    ...(uploadPrefix !== "" && { filterPrefix: uploadPrefix }),
    ...(suffix !== undefined && { filterSuffix: suffix }),
  }));
}

/**
 * The whole of the source bucket's notifications. The name is the same for every way in: a change of the way changes the one
 * resource in place, after what the new way needs is there. S3 takes minutes to follow: docs/environments.md.
 */
export function createNotification(
  name: string,
  source: SourceBucket,
  destinations: Destinations,
  parent: pulumi.Resource,
  dependsOn: pulumi.Resource[],
): void {
  new aws.s3.BucketNotification(
    `${name}-source-notification`,
    { bucket: source.bucket, ...destinations },
    { parent: source.made ?? parent, dependsOn },
  );
}
