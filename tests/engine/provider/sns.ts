import { type Account, accountId, type ResourceType } from "./account.ts";
import { mayUseKey } from "./kms.ts";

const topicType = "aws:sns/topic:Topic";
const policyType = "aws:sns/topicPolicy:TopicPolicy";

/** SNS's topics and who they tell. */
export const snsTypes: Record<string, ResourceType> = {
  [topicType]: {
    identify: ({ name }, { region }) => {
      const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
      return { id: arn, arn };
    },
    accept: ({ name, kmsMasterKeyId }, account) => {
      if (!/^[\w-]{1,256}$/.test(String(name))) throw new Error(`InvalidParameter: Topic Name: ${name}`);
      const keys = account.list("aws:kms/key:Key");
      if (kmsMasterKeyId !== undefined && !keys.some(({ outputs }) => outputs.arn === kmsMasterKeyId)) {
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
      const id = `${topic}:${Buffer.from(String(endpoint)).toString("hex")}`;
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

interface Statement {
  Effect: string;
  Principal: { Service?: string } | string;
  Action: string;
}

/** Whether an alarm's notice gets to the topic: by the topic's policy, and by that of its key. */
export function mayTell(account: Account, topicArn: string): boolean {
  const { kmsMasterKeyId } = findTopic(account, topicArn).inputs;
  const mayEncrypt = ["kms:GenerateDataKey", "kms:Decrypt"].every((action) =>
    mayUseKey(account, kmsMasterKeyId, "cloudwatch.amazonaws.com", action),
  );
  const statements = statementsOf(account.find(policyType, topicArn)?.inputs.policy);
  return (
    mayEncrypt &&
    statements.some(
      ({ Effect, Principal, Action }) =>
        Effect === "Allow" &&
        Action === "sns:Publish" &&
        typeof Principal === "object" &&
        Principal.Service === "cloudwatch.amazonaws.com",
    )
  );
}

function findTopic(account: Account, arn: unknown) {
  const topic = account.find(topicType, String(arn));
  if (topic === undefined) throw new Error(`NotFound: Topic does not exist: ${arn}`);
  return topic;
}

function statementsOf(policy: unknown): Statement[] {
  return JSON.parse(String(policy ?? "{}")).Statement ?? [];
}
