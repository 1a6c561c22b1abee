import type * as aws from "@pulumi/aws";
import { ownFiles } from "../../contract/own-files.ts";
import { markKey } from "../../contract/source-mark.ts";

/** An AWS service which may send to a queue, on behalf of these resources only. */
export interface Sender {
  service: string;
  arn: string | string[];
  /** Needed if the ARNs name no account, as S3's do. EventBridge sends no account, and would be refused. */
  account?: string;
}

/** Denies access to a bucket without TLS. A bucket has one policy, so further statements about it belong here. */
export function bucketPolicy(
  bucketArn: string,
  statements: aws.iam.PolicyStatement[] = [],
): aws.iam.PolicyDocument {
  return policyDocument([denyWithoutTls("s3:*", [bucketArn, `${bucketArn}/*`]), ...statements]);
}

/**
 * Lets this account's distributions read a bucket's objects, but for the pipeline's own files. Naming one distribution would
 * close a circle: it needs the bucket, and the bucket's policy would need it.
 */
export function cloudFrontStatements(bucketArn: string, account: string): aws.iam.PolicyStatement[] {
  const [, partition] = bucketArn.split(":");
  const reading = { Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject" };
  return [
    {
      Sid: "AllowCloudFront",
      Effect: "Allow",
      ...reading,
      Resource: `${bucketArn}/*`,
      // CloudFront is not documented to send the condition key aws:SourceAccount.
      Condition: { ArnLike: { "aws:SourceArn": `arn:${partition}:cloudfront::${account}:distribution/*` } },
    },
    { Sid: "DenyOwnFiles", Effect: "Deny", ...reading, Resource: `${bucketArn}/${ownFiles}*` },
  ];
}

/**
 * Denies everybody but these roles to set the mark of sources. A copy may carry it, or old versions could not be restored, and
 * the function takes a false one off when the copy's event comes. Setting tags alone causes no event.
 */
export function markStatements(bucketArn: string, roleArns: string[]): aws.iam.PolicyStatement[] {
  const marking = {
    "ForAnyValue:StringEquals": { "s3:RequestObjectTagKeys": markKey },
    ArnNotEquals: { "aws:PrincipalArn": roleArns },
  };
  const denied = { Effect: "Deny", Principal: "*", Resource: `${bucketArn}/*` } as const;
  return [
    {
      Sid: "DenyMarks",
      ...denied,
      Action: ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
      Condition: marking,
    },
    {
      Sid: "DenyMarkedUploads",
      ...denied,
      Action: "s3:PutObject",
      Condition: { ...marking, Null: { "s3:x-amz-copy-source": "true" } },
    },
  ];
}

/** Denies access to a queue without TLS, and lets no other AWS service than the sender send to it. */
export function queuePolicy(queueArn: string, sender?: Sender): aws.iam.PolicyDocument {
  const sending = sender === undefined ? [] : [allowSending(queueArn, sender)];
  return policyDocument([denyWithoutTls("sqs:*", [queueArn]), ...sending]);
}

/** Lets CloudWatch publish for any alarm of this account and region, and denies publishing without TLS. */
export function topicPolicy(topicArn: string): aws.iam.PolicyDocument {
  const [, partition, , region, account = ""] = topicArn.split(":");
  return policyDocument([
    denyWithoutTls("sns:Publish", [topicArn]),
    {
      Sid: "AllowAlarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
        StringEquals: { "aws:SourceAccount": account },
      },
    },
  ]);
}

/** Lets alarms use the key of a topic. The account's number is a principal in every partition. */
export function topicKeyPolicy(account: string, region: string): aws.iam.PolicyDocument {
  return policyDocument([
    {
      Sid: "AccountByItsPolicies",
      Effect: "Allow",
      Principal: { AWS: account },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "AllowAlarms",
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: {
        ArnLike: { "aws:SourceArn": `arn:*:cloudwatch:${region}:${account}:alarm:*` },
        StringEquals: { "aws:SourceAccount": account },
      },
    },
  ]);
}

export function policyDocument(Statement: aws.iam.PolicyStatement[]): aws.iam.PolicyDocument {
  return { Version: "2012-10-17", Statement };
}

function allowSending(Resource: string, { service, arn, account }: Sender): aws.iam.PolicyStatement {
  return {
    Sid: "AllowSending",
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource,
    Condition: {
      ArnEquals: { "aws:SourceArn": arn },
      ...(account !== undefined && { StringEquals: { "aws:SourceAccount": account } }),
    },
  };
}

function denyWithoutTls(Action: string, Resource: string[]): aws.iam.PolicyStatement {
  return {
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action,
    Resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
