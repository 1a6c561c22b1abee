import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { bucketTlsPolicy } from "../policies/resource-policies.ts";

/** Creates an encrypted bucket without ACLs, closed to everybody outside the account, and open by TLS only. */
export function createPrivateBucket(
  name: string,
  { kmsKeyArn, tags }: Options,
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
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { ...target, policy: pulumi.jsonStringify(bucket.arn.apply(bucketTlsPolicy)) },
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
