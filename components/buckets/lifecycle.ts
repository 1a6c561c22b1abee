import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { markKey, SourceMark } from "../../contract/source-mark.ts";
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

/** Archives and expires what the function has marked, and expires overwritten or deleted versions. */
export function sourceRules(options: Options): LifecycleRule[] {
  const { uploadPrefix, expireNoncurrentAfterDays: noncurrentDays } = options;
  const { archiveOriginalsAfterDays: archive, expireOriginalsAfterDays: expire } = options;
  const { expireRejectedAfterDays: expireRejected } = options;
  const rules: (LifecycleRule | false)[] = [
    { id: "expire-noncurrent-versions", ...everyObject, noncurrentVersionExpiration: { noncurrentDays } },
    // S3 takes this together with neither days nor tags, which a delete marker cannot have.
    { id: "remove-delete-markers", ...everyObject, expiration: { expiredObjectDeleteMarker: true } },
    archive !== undefined && {
      id: "archive-originals",
      ...marked(uploadPrefix, SourceMark.done),
      transitions: [{ days: archive, storageClass: "GLACIER_IR" }],
    },
    expire !== undefined && {
      id: "expire-originals",
      ...marked(uploadPrefix, SourceMark.done),
      expiration: { days: expire },
    },
    expireRejected !== undefined && {
      id: "expire-rejected",
      ...marked(uploadPrefix, SourceMark.rejected),
      expiration: { days: expireRejected },
    },
  ];
  return rules.filter((rule) => rule !== false);
}

/** Selects sources by their mark, without which an object may be the only copy. */
function marked(prefix: string, value: SourceMark) {
  const tag = { key: markKey, value };
  const filter = prefix === "" ? { tag } : { and: { prefix, tags: { [markKey]: value } } };
  return { status: "Enabled", filter };
}
