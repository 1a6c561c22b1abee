import type * as aws from "@pulumi/aws";
import { policyDocument } from "./policy-document.ts";

/** A service of AWS that may send to a queue, on behalf of these resources only. */
export interface Sender {
  service: string;
  arn: string | string[];
  /** For a service whose ARNs name no account, such as S3's. EventBridge does not say it, and would be refused. */
  account?: string;
}

/** Nobody reaches a bucket without TLS. */
export function bucketTlsPolicy(bucketArn: string): aws.iam.PolicyDocument {
  return policyDocument([denyWithoutTls("s3:*", [bucketArn, `${bucketArn}/*`])]);
}

/** Nobody reaches a queue without TLS, and of AWS's services the sender alone may send to it. */
export function queuePolicy(queueArn: string, sender?: Sender): aws.iam.PolicyDocument {
  const sending = sender === undefined ? [] : [allowSending(queueArn, sender)];
  return policyDocument([denyWithoutTls("sqs:*", [queueArn]), ...sending]);
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
