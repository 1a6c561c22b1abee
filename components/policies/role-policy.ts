import type * as aws from "@pulumi/aws";
import type { Options } from "../options/option-rules.ts";
import { plannedRenditions } from "../settings/renditions.ts";
import { policyDocument } from "./resource-policies.ts";

interface Arns {
  source: string;
  output: string;
  web: string | undefined;
  deadLetters: string;
  /** The queue that uploads wait in, where there is one. */
  uploads: string | undefined;
  logGroup: string;
  /** The customer's key. */
  key: string | undefined;
}

/** Lambda may take the role. */
export function lambdaTrust(): aws.iam.PolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
}

/** Exactly what the function does, on exactly the keys that it does it to. */
export function compressorPolicy(arns: Arns, options: Options): aws.iam.PolicyDocument {
  const { source, output, web, deadLetters, uploads, logGroup, key } = arns;
  const receiving = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  return policyDocument([
    allow(["s3:GetObject"], [`${source}/${options.uploadPrefix}*`]),
    // Without it S3 answers 403, not 404, for an absent key. A HEAD carries no prefix that could limit it.
    allow(["s3:ListBucket"], [source, output, ...(web === undefined ? [] : [web])]),
    ...writing(arns, options),
    allow(["sqs:SendMessage"], [deadLetters]),
    ...(uploads === undefined ? [] : [allow(receiving, [uploads])]),
    ...(key === undefined ? [] : [allow(["kms:Decrypt", "kms:GenerateDataKey"], [key])]),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroup}:*`]),
    allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
  ]);
}

/** How the names of outputs begin behind their prefix: what `replace` takes for an extension may begin within `uploadPrefix`. */
function beginningOfStems({ uploadPrefix, outputNaming }: Options): string {
  return outputNaming === "replace" ? uploadPrefix.replace(/\.[^./]*$/, "") : uploadPrefix;
}

function writing(arns: Arns, options: Options): aws.iam.PolicyStatement[] {
  const keys = plannedRenditions(options).map(({ bucket, outputPrefix, objectTags = {} }) => ({
    resource: `${arns[bucket]}/${outputPrefix}${beginningOfStems(options)}*`,
    isTagged: Object.keys(objectTags).length > 0,
  }));
  const distinct = (some: typeof keys) => [...new Set(some.map(({ resource }) => resource))];
  const tagged = distinct(keys.filter(({ isTagged }) => isTagged));
  const deleting = options.mirrorDeletions ? ["s3:DeleteObject"] : [];
  return [
    // A write or a deletion under a condition reads what is there.
    allow(["s3:GetObject", "s3:PutObject", ...deleting], distinct(keys)),
    ...(tagged.length > 0 ? [allow(["s3:PutObjectTagging"], tagged)] : []),
  ];
}

function allow(Action: string[], Resource: string[]): aws.iam.PolicyStatement {
  return { Effect: "Allow", Action, Resource };
}
