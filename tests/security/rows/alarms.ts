import { account, find } from "../../helpers/graph/graph.ts";
import { readProjectFile } from "../../helpers/root.ts";
import { keyArn } from "../configurations.ts";
import {
  all,
  hasKey,
  type Row,
  type Statement,
  type Subject,
  statementsOf,
  topicArn,
  topics,
} from "./row.ts";

const limits = readProjectFile("docs/limits.md");

/** Rows 29 and 31: the recipients of alarms, and the alarms themselves. */
export const alarmRows: Row[] = [
  {
    number: 29,
    check: "every topic is encrypted, by a key that rotates and lets CloudWatch in, and tells by mail only",
    identifiers: "CKV_AWS_26, 169, CKV_AWS_7, SNS.1, KMS.4",
    holds: (t, subject) => {
      const told = subject.name === "told" || hasKey(subject);
      const keys = all(subject, "kms/key:Key").map(({ inputs }) => inputs);
      const own = told && !hasKey(subject);
      t.deepEqual(
        topics(subject).map(({ inputs }) => inputs.kmsMasterKeyId),
        told ? [own ? ownKeyArn(subject) : keyArn] : [],
      );
      t.deepEqual(
        keys.map(({ enableKeyRotation, policy }) => [enableKeyRotation, statementsOf(policy)]),
        own ? [[true, keyStatements]] : [],
      );
      const subscriptions = all(subject, "sns/topicSubscription:TopicSubscription");
      t.deepEqual(
        subscriptions.map(({ inputs }) => inputs),
        told ? [{ topic: topicArn(subject), protocol: "email", endpoint: "ops@example.com" }] : [],
      );
    },
  },
  {
    number: 31,
    check:
      "alarms' actions are switched on, and those that nobody is told of by another one tell the topics there are",
    identifiers: "CKV_AWS_319, CloudWatch.15, CloudWatch.17",
    holds: (t, subject) => {
      const alarms = subject.graph.resources.filter(({ type }) => /:(?:Metric|Composite)Alarm$/.test(type));
      const rule = String(find(subject.graph, `${subject.name}-paging-alarm`).inputs.alarmRule);
      const expected = toldTopics(subject);
      t.true(alarms.length >= 9);
      for (const { name, inputs } of alarms) {
        const isToldByPaging = rule.includes(`ALARM("${name}")`);
        const actions = isToldByPaging || expected.length === 0 ? undefined : expected;
        t.deepEqual([inputs.alarmActions, inputs.okActions], [actions, actions], name);
        t.true(inputs.actionsEnabled, name);
      }
      t.true(
        limits.includes(
          "Without `alarmEmails` or `alarmTopicArns` alarms show in CloudWatch, and tell nobody",
        ),
      );
    },
  },
];

const keyStatements: Statement[] = [
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
      ArnLike: { "aws:SourceArn": `arn:*:cloudwatch:eu-central-1:${account}:alarm:*` },
      StringEquals: { "aws:SourceAccount": account },
    },
  },
];

function toldTopics(subject: Subject): string[] {
  if (subject.name === "told") return [topicArn(subject), "arn:aws:sns:eu-central-1:123456789012:on-call"];
  return hasKey(subject) ? [topicArn(subject)] : [];
}

function ownKeyArn({ name }: Subject): string {
  return `arn:aws:kms:eu-central-1:${account}:key/${name}-alarm-key`;
}
