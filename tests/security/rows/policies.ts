import { isDeepStrictEqual } from "node:util";
import { account, find, region } from "../../helpers/graph/graph.ts";
import {
  about,
  all,
  buckets,
  isQueued,
  queueArn,
  queues,
  queueUrl,
  type Row,
  type Statement,
  type Subject,
  statementsOf,
  topicArn,
  topics,
} from "./row.ts";

/** Rows 9, 10, 24 and 30: the policies. */
export const policyRows: Row[] = [
  {
    number: 9,
    check: "every bucket, queue and topic is reached by TLS only",
    identifiers: "CKV_AWS_379, S3.5",
    holds: (t, subject) => {
      for (const name of buckets(subject)) {
        const arn = `arn:aws:s3:::${name}`;
        const { policy } = about(subject, "s3/bucketPolicy:BucketPolicy", "bucket", name);
        const [denial, ...others] = denials(policy);
        t.deepEqual(denial, withoutTls("s3:*", [arn, `${arn}/*`]));
        t.deepEqual(others, isReadByCdn(subject, name) ? [ownFilesClosed(name)] : []);
      }
      for (const { name } of queues(subject)) {
        const { policy } = about(subject, "sqs/queuePolicy:QueuePolicy", "queueUrl", queueUrl(name));
        t.deepEqual(denials(policy), [withoutTls("sqs:*", [queueArn(name)])]);
      }
      for (const _ of topics(subject)) {
        const { policy } = about(subject, "sns/topicPolicy:TopicPolicy", "arn", topicArn(subject));
        t.deepEqual(denials(policy), [withoutTls("sns:Publish", [topicArn(subject)])]);
      }
    },
  },
  {
    number: 10,
    check:
      "only services may do something by a policy, for one resource of this account (CloudFront for any distribution of it), and nobody else is locked out",
    identifiers: "CKV_AWS_70, 93, S3.6",
    holds: (t, subject) => {
      const statements = resourceStatements(subject);
      const allowing = statements.filter(({ Effect }) => Effect === "Allow");
      t.true(statements.length >= 3);
      t.deepEqual(allowing, [
        ...buckets(subject)
          .filter((name) => isReadByCdn(subject, name))
          .map(cdnReading),
        ...allowedSending(subject),
        ...topics(subject).map(() => alarmsPublishing(subject)),
      ]);
      for (const { Effect, Principal, Condition } of statements)
        if (Effect === "Deny" && !isDeepStrictEqual(Principal, cloudFront))
          t.deepEqual(Condition, { Bool: { "aws:SecureTransport": "false" } });
    },
  },
  {
    number: 24,
    check: "the function is invoked for one resource of this account only",
    identifiers: "CKV_AWS_364, 301, Lambda.1",
    holds: (t, subject) => {
      const functionName = `${subject.name}-compressor`;
      const { service: principal, arn: sourceArn, account: sourceAccount } = sender(subject);
      const scoped = {
        action: "lambda:InvokeFunction",
        function: functionName,
        principal,
        sourceArn,
        ...(sourceAccount !== undefined && { sourceAccount }),
      };
      const permissions = all(subject, "lambda/permission:Permission").map(({ inputs }) => inputs);
      t.deepEqual(permissions, isQueued(subject) ? [] : [scoped]);
    },
  },
  {
    number: 30,
    check: "the role has exact actions, writes under one bucket's keys only, and no other policy",
    identifiers: "CKV_AWS_60–63, 286–290, IAM.1, IAM.21",
    holds: (t, subject) => {
      const [trust] = statementsOf(
        find(subject.graph, `${subject.name}-compressor-role`).inputs.assumeRolePolicy,
      );
      const [policy, ...others] = all(subject, "iam/rolePolicy:RolePolicy");
      const statements = statementsOf(policy?.inputs.policy);
      const wide = statements.filter(({ Resource }) =>
        [Resource].flat().some((arn) => !/^arn:aws:[^*?]+\*?$/.test(arn)),
      );
      const attached = subject.graph.resources.filter(({ type }) =>
        /PolicyAttachment|iam\/policy:/.test(type),
      );
      t.true(
        statements
          .flatMap(({ Action }) => Action)
          .every((action) => /^[a-z0-9]+:[A-Z][A-Za-z]+$/.test(action)),
      );
      t.deepEqual(
        wide.flatMap(({ Action }) => Action),
        ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      );
      t.deepEqual([others, attached], [[], []]);
      t.deepEqual(trust, {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      });
    },
  },
];

function denials(policy: unknown): Statement[] {
  return statementsOf(policy).filter(({ Effect }) => Effect === "Deny");
}

function withoutTls(Action: string, Resource: string[]): Statement {
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  return { Sid: "DenyWithoutTls", Effect: "Deny", Principal: "*", Action, Resource, Condition };
}

/** Lists the statements in the policies of buckets, queues and topics. */
function resourceStatements(subject: Subject): Statement[] {
  const policies = [
    "s3/bucketPolicy:BucketPolicy",
    "sqs/queuePolicy:QueuePolicy",
    "sns/topicPolicy:TopicPolicy",
  ];
  return policies.flatMap((type) => all(subject, type)).flatMap(({ inputs }) => statementsOf(inputs.policy));
}

/** The sender of uploads: the bucket, or EventBridge's rule, whose ARN names the account. */
function sender({ name }: Subject): { service: string; arn: string; account?: string } {
  if (name !== "eventbridge") {
    return { service: "s3.amazonaws.com", arn: `arn:aws:s3:::${name}-source`, account };
  }
  const rule = `arn:aws:events:${region}:${account}:rule/${name}-upload-events`;
  return { service: "events.amazonaws.com", arn: rule };
}

/**
 * The only Allow statement: S3 may send uploads to their queue, and EventBridge undelivered events to the
 * dead letters.
 */
function allowedSending(subject: Subject): Statement[] {
  if (!isQueued(subject) && subject.name !== "eventbridge") return [];
  const { service, arn, account: owner } = sender(subject);
  return [
    {
      Sid: "AllowSending",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sqs:SendMessage",
      Resource: queueArn(`${subject.name}-${isQueued(subject) ? "uploads" : "dead-letters"}`),
      Condition: {
        ArnEquals: { "aws:SourceArn": arn },
        ...(owner !== undefined && { StringEquals: { "aws:SourceAccount": owner } }),
      },
    },
  ];
}

const cloudFront = { Service: "cloudfront.amazonaws.com" };

function isReadByCdn({ name }: Subject, bucket: string): boolean {
  return name === "cdn" && bucket === "cdn-output";
}

/** Any distribution of the account may read, since the bucket's policy cannot wait for a distribution that needs the bucket. */
function cdnReading(bucket: string): Statement {
  return {
    Sid: "AllowCloudFront",
    Effect: "Allow",
    Principal: cloudFront,
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/*`,
    Condition: { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
  };
}

function ownFilesClosed(bucket: string): Statement {
  return {
    Sid: "DenyOwnFiles",
    Effect: "Deny",
    Principal: cloudFront,
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${bucket}/.image-compression-pipeline/*`,
  };
}

/** Alarms of this account and region may publish to the topic, including the user's own. */
function alarmsPublishing(subject: Subject): Statement {
  return {
    Sid: "AllowAlarms",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: "sns:Publish",
    Resource: topicArn(subject),
    Condition: {
      ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
      StringEquals: { "aws:SourceAccount": account },
    },
  };
}
