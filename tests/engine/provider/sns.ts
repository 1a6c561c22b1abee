import { createHash } from "node:crypto";
import { decide } from "../../helpers/graph/simulator.ts";
import { type Account, accountId, type ResourceType } from "./account.ts";
import { findKey } from "./kms.ts";

const topicType = "aws:sns/topic:Topic";
const policyType = "aws:sns/topicPolicy:TopicPolicy";

/** SNS's topics and subscriptions. */
export const snsTypes: Record<string, ResourceType> = {
  [topicType]: {
    identify: ({ name }, { region }) => {
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      return { id: arn, arn };
    },
    accept: ({ name, kmsMasterKeyId }, account) => {
      if (!/^[\w-]{1,256}$/.test(String(name))) throw new Error(`InvalidParameter: Topic Name: ${name}`);
      if (kmsMasterKeyId !== undefined && findKey(account, kmsMasterKeyId) === undefined) {
        throw new Error(`KMSNotFound: there is no key ${kmsMasterKeyId}`);
      }
    },
  },
  [policyType]: {
    identify: ({ arn }) => ({ id: String(arn) }),
    accept: ({ arn, policy }, account) => {
      findTopic(account, arn);
      for (const { Action } of statementsOf(policy)) {
        if (!/^sns:[A-Z]\w+$/i.test(Action)) {
          throw new Error("InvalidParameter: Policy statement action out of service scope!");
        }
      }
    },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    identify: ({ topic, endpoint }) => {
      const id = `${topic}:${createHash("sha256").update(String(endpoint)).digest("hex")}`;
      return { id, arn: id, pendingConfirmation: true };
    },
    accept: ({ topic, endpoint }, account) => {
      findTopic(account, topic);
      if (!/^[^@\s]+@[^@\s]+$/.test(String(endpoint))) {
        throw new Error("InvalidParameter: Invalid parameter: Email address");
      }
    },
  },
};

/** Returns true if the topic's policy, and its key's if there is one, let the alarm publish. */
export async function mayTell(account: Account, alarmArn: string, topicArn: string): Promise<boolean> {
  const { kmsMasterKeyId } = findTopic(account, topicArn).inputs;
  const asked = (action: string, resource: string, policy: unknown) =>
    decide({
      principal: "cloudwatch.amazonaws.com",
      action,
      resource,
      context: { "aws:SourceArn": alarmArn, "aws:SourceAccount": alarmArn.split(":")[4] ?? "" },
      resourcePolicy: JSON.parse(String(policy ?? '{"Version":"2012-10-17","Statement":[]}')),
    });
  const decisions = [asked("sns:Publish", topicArn, account.find(policyType, topicArn)?.inputs.policy)];
  if (kmsMasterKeyId !== undefined) {
    const key = findKey(account, kmsMasterKeyId);
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      decisions.push(asked(action, String(kmsMasterKeyId), key?.inputs.policy));
    }
  }
  return (await Promise.all(decisions)).every((decision) => decision === "Allowed");
}

function findTopic(account: Account, arn: unknown) {
  const topic = account.find(topicType, String(arn));
  if (topic === undefined) throw new Error(`NotFound: Topic does not exist: ${arn}`);
  return topic;
}

function statementsOf(policy: unknown): { Action: string }[] {
  return JSON.parse(String(policy ?? "{}")).Statement ?? [];
}
