import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";

type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** The filter is empty because the provider warns of a rule without one. */
const everyObject = { status: "Enabled", filter: {} };

/** Applies these rules, and one for every bucket: incomplete uploads are removed. */
export function createLifecycle(
  name: string,
  bucket: aws.s3.Bucket,
  rules: LifecycleRule[],
  dependsOn: pulumi.Resource[],
): void {
  const abortIncomplete: LifecycleRule = {
    id: "abort-incomplete-uploads",
    ...everyObject,
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.bucket, rules: [abortIncomplete, ...rules] },
    { parent: bucket, dependsOn },
  );
}

/** Archives and expires originals, and expires overwritten or deleted versions. */
export function sourceRules(options: Options): LifecycleRule[] {
  const { uploadPrefix, expireNoncurrentAfterDays: noncurrentDays } = options;
  const { archiveOriginalsAfterDays: archive, expireOriginalsAfterDays: expire } = options;
  const originals =
    uploadPrefix === "" ? everyObject : { status: "Enabled", filter: { prefix: uploadPrefix } };
  const rules: (LifecycleRule | false)[] = [
    {
      id: "expire-noncurrent-versions",
      ...everyObject,
      noncurrentVersionExpiration: { noncurrentDays },
      // S3 takes one expiration per key, and the rule for originals removes their markers as well.
      ...(expire === undefined && { expiration: { expiredObjectDeleteMarker: true } }),
    },
    archive !== undefined && {
      id: "archive-originals",
      ...originals,
      transitions: [{ days: archive, storageClass: "GLACIER_IR" }],
    },
    expire !== undefined && { id: "expire-originals", ...originals, expiration: { days: expire } },
  ];
  return rules.filter((rule) => rule !== false);
}
