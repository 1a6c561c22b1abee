import { account, find, type Graph, region } from "../helpers/graph/graph.ts";
import type { Call, S3Call, SqsCall } from "../helpers/store/recorded-endpoint.ts";

/** An action on a resource, required by a call. */
export interface Permission {
  action: string;
  resource: string;
}

interface Row {
  call: string;
  when?: (call: S3Call) => boolean;
  action: string;
  on: "object" | "bucket" | "key";
}

/**
 * The permissions of S3's calls: AmazonS3/latest/userguide/using-with-s3-policy-actions.html, conditional-writes.html,
 * conditional-deletes.html and UsingKMSEncryption.html on https://docs.aws.amazon.com/.
 */
const s3Table: Row[] = [
  { call: "GET", when: isAboutTags, action: "s3:GetObjectVersionTagging", on: "object" },
  { call: "PUT", when: isAboutTags, action: "s3:PutObjectVersionTagging", on: "object" },
  // S3 gives the number of tags to those with the right to read them: AmazonS3/latest/API/API_GetObject.html.
  { call: "GET", when: ({ countsTags }) => countsTags, action: "s3:GetObjectTagging", on: "object" },
  { call: "HEAD", when: ({ countsTags }) => countsTags, action: "s3:GetObjectTagging", on: "object" },
  { call: "GET", when: isAboutObject, action: "s3:GetObject", on: "object" },
  { call: "GET", when: isAbsent, action: "s3:ListBucket", on: "bucket" },
  { call: "GET", when: (call) => isAboutObject(call) && !isAbsent(call), action: "kms:Decrypt", on: "key" },
  { call: "HEAD", action: "s3:GetObject", on: "object" },
  { call: "HEAD", when: isAbsent, action: "s3:ListBucket", on: "bucket" },
  { call: "PUT", when: isAboutObject, action: "s3:PutObject", on: "object" },
  { call: "PUT", when: has("if-match"), action: "s3:GetObject", on: "object" },
  { call: "PUT", when: has("x-amz-tagging"), action: "s3:PutObjectTagging", on: "object" },
  { call: "PUT", when: isAboutObject, action: "kms:GenerateDataKey", on: "key" },
  { call: "DELETE", action: "s3:DeleteObject", on: "object" },
  { call: "DELETE", when: has("if-match"), action: "s3:GetObject", on: "object" },
];

/** The function names a version whenever it reads or writes tags, which takes other rights than without. */
function isAboutTags({ query }: S3Call): boolean {
  return query.has("tagging") && query.has("versionId");
}

function isAboutObject({ query }: S3Call): boolean {
  return !query.has("tagging");
}

function isAbsent({ status }: S3Call): boolean {
  return status === 404;
}

function has(header: string) {
  return ({ headers }: S3Call) => header in headers;
}

/** Lists the role's permissions for a call; `keyArn` is the customer's key, if buckets and queues use one. */
export function permissionsFor(call: Call, keyArn?: string): Permission[] {
  return call.service === "s3" ? forS3(call, keyArn) : forSqs(call, keyArn);
}

function forS3(call: S3Call, keyArn: string | undefined): Permission[] {
  const rows = s3Table.filter(({ call: method, when = () => true }) => method === call.method && when(call));
  if (rows.length === 0)
    throw new Error(`The table has no row for ${call.method} ${call.bucket}/${call.key}`);
  const bucket = `arn:aws:s3:::${call.bucket}`;
  const resources = { bucket, object: `${bucket}/${call.key}`, key: keyArn };
  return rows.flatMap(({ action, on }) => permission(action, resources[on]));
}

/** A sender creates a data key and decrypts it: AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html. */
function forSqs({ action, queueUrl }: SqsCall, keyArn: string | undefined): Permission[] {
  const [, owner, name] = new URL(queueUrl).pathname.split("/");
  const resource = `arn:aws:sqs:${region}:${owner}:${name}`;
  if (action !== "SendMessage") throw new Error(`The table has no row for ${action} of SQS`);
  const withKey = ["kms:GenerateDataKey", "kms:Decrypt"].flatMap((use) => permission(use, keyArn));
  return [{ action: "sqs:SendMessage", resource }, ...withKey];
}

function permission(action: string, resource: string | undefined): Permission[] {
  return resource === undefined ? [] : [{ action, resource }];
}

/**
 * Lists Lambda's own permissions through the role, besides the function's calls:
 * lambda/latest/dg/lambda-intro-execution-role.html.
 */
export function permissionsOfLambda(graph: Graph, name: string): Permission[] {
  const { deadLetterConfig, loggingConfig } = find(graph, `${name}-compressor`).inputs as {
    deadLetterConfig?: { targetArn: string };
    loggingConfig: { logGroup: string };
  };
  const logStream = `arn:aws:logs:${region}:${account}:log-group:${loggingConfig.logGroup}:log-stream:any`;
  const queues = graph.resources.filter(
    ({ type }) => type === "aws:lambda/eventSourceMapping:EventSourceMapping",
  );
  return [
    ...["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({ action, resource: logStream })),
    ...["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map((action) => ({ action, resource: "*" })),
    ...permission("sqs:SendMessage", deadLetterConfig?.targetArn),
    ...queues.flatMap(({ inputs }) =>
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map((action) => ({
        action,
        resource: String(inputs.eventSourceArn),
      })),
    ),
  ];
}
