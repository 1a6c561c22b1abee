import type * as aws from "@pulumi/aws";

export function policyDocument(Statement: aws.iam.PolicyStatement[]): aws.iam.PolicyDocument {
  return { Version: "2012-10-17", Statement };
}
