import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "./option-rules.ts";
import { bucketTlsPolicy } from "./policies.ts";

type LifecycleRule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** An empty filter, because the provider warns of a rule that has none. */
const everyObject = { status: "Enabled", filter: {} };

export interface Buckets {
  source: aws.s3.Bucket;
  output: aws.s3.Bucket;
  web: aws.s3.Bucket | undefined;
}

/** The bucket that is uploaded to, whose objects stay restorable for a while, and those that outputs go to. */
export function createBuckets(name: string, options: Options, parent: pulumi.Resource): Buckets {
  const source = createPrivateBucket(`${name}-source`, options, parent);
  const versioning = new aws.s3.BucketVersioning(
    `${name}-source-versioning`,
    { bucket: source.bucket, versioningConfiguration: { status: "Enabled" } },
    { parent: source },
  );
  createLifecycle(`${name}-source`, source, sourceRules(options), [versioning]);

  const output = createOutputBucket(`${name}-output`, options, parent);
  const web = options.web && createOutputBucket(`${name}-web`, options, parent);
  return { source, output, web };
}

function createOutputBucket(name: string, options: Options, parent: pulumi.Resource): aws.s3.Bucket {
  const bucket = createPrivateBucket(name, options, parent);
  createLifecycle(name, bucket, [], []);
  return bucket;
}

/** Nobody outside the account, no ACLs, encrypted, and only by TLS. */
function createPrivateBucket(name: string, { tags }: Options, parent: pulumi.Resource): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(name, { forceDestroy: false, tags }, { parent });
  const about = { bucket: bucket.bucket };
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { ...about, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent: bucket },
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      ...about,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    },
    { parent: bucket },
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      ...about,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent: bucket },
  );
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { ...about, policy: pulumi.jsonStringify(bucket.arn.apply(bucketTlsPolicy)) },
    // S3 refuses to change both at once.
    { parent: bucket, dependsOn: [publicAccess] },
  );
  return bucket;
}

function createLifecycle(
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

function sourceRules(options: Options): LifecycleRule[] {
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
