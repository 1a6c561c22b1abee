import type * as aws from "@pulumi/aws";
import type { Options } from "../options/rules-and-defaults.ts";
import { marksSources } from "../settings/function-settings.ts";
import { plannedRenditions } from "../settings/renditions.ts";
import { policyDocument } from "./resource-policies.ts";

interface Arns {
  source: string;
  output: string;
  web: string | undefined;
  deadLetters: string;
  /** Exists with `ingestion: queue` only. */
  uploads: string | undefined;
  logGroup: string;
  /** The customer's key. */
  key: string | undefined;
}

/** Lets Lambda assume the role. */
export function lambdaTrust(): aws.iam.PolicyDocument {
  return policyDocument([
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
  ]);
}

/** With the first of these, S3 says how many tags a source has when it is read. */
const marking = ["s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"];

/** Allows exactly the function's requests, on exactly its keys. */
export function compressorPolicy(arns: Arns, options: Options): aws.iam.PolicyDocument {
  const { source, output, web, deadLetters, uploads, logGroup, key } = arns;
  const receiving = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  return policyDocument([
    allow(
      ["s3:GetObject", ...(marksSources(options) ? marking : [])],
      [`${source}/${options.uploadPrefix}*`],
    ),
    // Without it S3 answers 403, not 404, for an absent key. A HEAD carries no prefix to limit it by.
    allow(["s3:ListBucket"], [source, output, ...(web === undefined ? [] : [web])]),
    ...writing(arns, options),
    allow(["sqs:SendMessage"], [deadLetters]),
    ...(uploads === undefined ? [] : [allow(receiving, [uploads])]),
    ...(key === undefined ? [] : [allow(["kms:Decrypt", "kms:GenerateDataKey"], [key])]),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroup}:*`]),
    allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
  ]);
}

/** Returns the shared start of outputs' names behind their prefix: an extension cut by `replace` may begin in `uploadPrefix`. */
function startOfNames({ uploadPrefix, outputNaming }: Options): string {
  return outputNaming === "replace" ? uploadPrefix.replace(/\.[^./]*$/, "") : uploadPrefix;
}

function writing(arns: Arns, options: Options): aws.iam.PolicyStatement[] {
  const keys = plannedRenditions(options).map(({ bucket, outputPrefix, objectTags = {} }) => ({
    resource: `${arns[bucket]}/${outputPrefix}${startOfNames(options)}*`,
    isTagged: Object.keys(objectTags).length > 0,
  }));
  const distinct = (some: typeof keys) => [...new Set(some.map(({ resource }) => resource))];
  const tagged = distinct(keys.filter(({ isTagged }) => isTagged));
  const deleting = options.mirrorDeletions ? ["s3:DeleteObject"] : [];
  return [
    // A conditional write or deletion reads the existing object.
    allow(["s3:GetObject", "s3:PutObject", ...deleting], distinct(keys)),
    ...(tagged.length > 0 ? [allow(["s3:PutObjectTagging"], tagged)] : []),
  ];
}

function allow(Action: string[], Resource: string[]): aws.iam.PolicyStatement {
  return { Effect: "Allow", Action, Resource };
}
