import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/option-rules.ts";

type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** An empty filter, because the provider warns of a rule that has none. */
const everyObject = { status: "Enabled", filter: {} };

/** These rules, and for every bucket that what was never completed goes. */
export function createLifecycle(
  name: string,
  bucket: aws.s3.Bucket,
  rules: LifecycleRule[],
  dependsOn: pulumi.Resource[],
): void {
  const abortion: LifecycleRule = {
    id: "abort-incomplete-uploads",
    ...everyObject,
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket: bucket.bucket, rules: [abortion, ...rules] },
    { parent: bucket, dependsOn },
  );
}

/** What becomes of originals, and of what was overwritten or deleted. */
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
      // S3 takes one expiration for a key; the rule that expires originals removes their markers as well.
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
