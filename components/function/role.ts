import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "../buckets/buckets.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { compressorPolicy, lambdaTrust } from "../policies/role-policy.ts";

/** Creates the function's role, which has no rights yet: policies of buckets that it gets rights on may name it. */
export function createRole(name: string, { tags }: Options, parent: pulumi.Resource): aws.iam.Role {
  return new aws.iam.Role(
    `${name}-compressor-role`,
    { assumeRolePolicy: JSON.stringify(lambdaTrust()), tags },
    { parent },
  );
}

interface Reached {
  buckets: Buckets;
  deadLetters: aws.sqs.Queue;
  /** Exists with `ingestion: queue` only. */
  uploads: aws.sqs.Queue | undefined;
  logGroup: aws.cloudwatch.LogGroup;
}

/** Gives the role its rights. */
export function createRolePolicy(
  name: string,
  options: Options,
  role: aws.iam.Role,
  { buckets, deadLetters, uploads, logGroup }: Reached,
): aws.iam.RolePolicy {
  const arns = {
    source: buckets.source.arn,
    output: buckets.output.arn,
    web: buckets.web?.arn,
    deadLetters: deadLetters.arn,
    uploads: uploads?.arn,
    logGroup: logGroup.arn,
    key: options.kmsKeyArn,
  };
  return new aws.iam.RolePolicy(
    `${name}-compressor-role-policy`,
    {
      role: role.name,
      policy: pulumi.jsonStringify(pulumi.output(arns).apply((known) => compressorPolicy(known, options))),
    },
    { parent: role },
  );
}
