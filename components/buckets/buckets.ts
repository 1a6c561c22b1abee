import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { cloudFrontStatements } from "../policies/resource-policies.ts";
import { createLifecycle } from "./lifecycle.ts";
import { refuseOtherPolicies } from "./other-policies.ts";
import { createPrivateBucket, type Statements } from "./private-bucket.ts";
import { createSourceBucket, type SourceBucket } from "./source-bucket.ts";

export interface Buckets {
  source: SourceBucket;
  output: aws.s3.Bucket;
  web: aws.s3.Bucket | undefined;
}

/** Creates or adopts the source bucket, and creates the buckets for outputs. */
export function createBuckets(
  name: string,
  options: Options,
  role: aws.iam.Role,
  parent: pulumi.Resource,
): Buckets {
  const { sourceBucket } = options;
  const made =
    sourceBucket === undefined ? createSourceBucket(`${name}-source`, options, role, parent) : undefined;
  const output = createOutputBucket(`${name}-output`, options, parent);
  const web = options.web && createOutputBucket(`${name}-web`, options, parent);
  refuseOtherPolicies(
    name,
    [made?.made, output, web].filter((bucket) => bucket !== undefined),
    parent,
  );
  return { source: made ?? adopted(sourceBucket ?? "", output), output, web };
}

function createOutputBucket(name: string, options: Options, parent: pulumi.Resource): aws.s3.Bucket {
  const bucket = createPrivateBucket(name, options, readers(options, parent), parent);
  createLifecycle(name, bucket, [], []);
  return bucket;
}

function readers({ cloudFrontAccess }: Options, parent: pulumi.Resource): Statements | undefined {
  if (!cloudFrontAccess) return undefined;
  const { accountId } = aws.getCallerIdentityOutput({}, { parent });
  return (arn) => pulumi.all([arn, accountId]).apply((known) => cloudFrontStatements(...known));
}

/** Takes the partition of the ARN from our own bucket. */
function adopted(name: pulumi.Input<string>, own: aws.s3.Bucket): SourceBucket {
  const arn = pulumi.all([name, own.arn]).apply(([bucket, other]) => other.replace(/(?<=:::).*/, bucket));
  return { bucket: pulumi.output(name), arn, made: undefined };
}
