import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { bucketPolicy } from "../policies/resource-policies.ts";

/** Returns the statements of a bucket's policy besides the one about TLS, as soon as they are known. */
export type Statements = (bucketArn: pulumi.Output<string>) => pulumi.Output<aws.iam.PolicyStatement[]>;

/** Creates an encrypted bucket without ACLs, closed to everybody outside the account, and open by TLS only. */
export function createPrivateBucket(
  name: string,
  { kmsKeyArn, tags }: Options,
  statements: Statements | undefined,
  parent: pulumi.Resource,
): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(name, { forceDestroy: false, tags }, { parent });
  const target = { bucket: bucket.bucket };
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { ...target, rule: { objectOwnership: "BucketOwnerEnforced" } },
    { parent: bucket },
  );
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { ...target, rules: [encryption(kmsKeyArn)] },
    { parent: bucket },
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      ...target,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent: bucket },
  );
  const policy = pulumi
    .all([bucket.arn, statements?.(bucket.arn) ?? []])
    .apply((all) => bucketPolicy(...all));
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { ...target, policy: pulumi.jsonStringify(policy) },
    // S3 refuses to change both at once.
    { parent: bucket, dependsOn: [publicAccess] },
  );
  return bucket;
}

/** With a customer's key, S3 asks KMS once for many objects, not for each. */
function encryption(kmsKeyArn: Options["kmsKeyArn"]) {
  const blocked = { blockedEncryptionTypes: ["SSE-C"] };
  return kmsKeyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, ...blocked }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
        ...blocked,
      };
}
