import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { SourceBucket } from "../buckets/source-bucket.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { suffixForms } from "./suffixes.ts";

type Destinations = Omit<aws.s3.BucketNotificationArgs, "bucket">;

/** Returns one rule for each form of each suffix, without a destination. */
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
 * Writes the source bucket's whole notification configuration. Its name is the same for every `ingestion`: a change updates the
 * one resource in place, after everything the new ingestion needs. S3 takes minutes to follow: docs/environments.md.
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
