import { type Account, accountId, type ResourceType, type Stored } from "./account.ts";

const queueType = "aws:sqs/queue:Queue";

/** SQS's queues and their policies. */
export const sqsTypes: Record<string, ResourceType> = {
  [queueType]: {
    identify: ({ name }, { region }) => {
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
      return { id: url, url, arn: `arn:aws:sqs:${region}:${accountId}:${name}` };
    },
    accept: ({ name, redrivePolicy }, account, existing) => {
      if (!/^[\w-]{1,80}$/.test(String(name))) {
        throw new Error(`InvalidParameterValue: Queue name ${name} can be at most 80 characters long`);
      }
      if (existing === undefined && account.list(queueType).some(({ inputs }) => inputs.name === name)) {
        throw new Error(`QueueAlreadyExists: A queue already exists with the name ${name}`);
      }
      const { deadLetterTargetArn } = JSON.parse(String(redrivePolicy ?? "{}"));
      if (deadLetterTargetArn !== undefined && findQueue(account, deadLetterTargetArn) === undefined) {
        throw new Error("InvalidParameterValue: RedrivePolicy: Dead letter target does not exist.");
      }
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": ofQueue(),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": ofQueue(),
};

function ofQueue(): ResourceType {
  return {
    identify: ({ queueUrl }) => ({ id: String(queueUrl) }),
    accept: ({ queueUrl }, account) => {
      if (account.find(queueType, String(queueUrl)) === undefined) {
        throw new Error(`NonExistentQueue: The specified queue does not exist: ${queueUrl}`);
      }
    },
  };
}

export function findQueue(account: Account, arn: string): Stored | undefined {
  return account.list(queueType).find(({ outputs }) => outputs.arn === arn);
}

interface Statement {
  Effect: string;
  Principal: { Service?: string } | string;
  Action: string;
  Condition?: { ArnEquals?: Record<string, string> };
}

/** Returns true if a queue's policy lets a service send to it on behalf of a resource. */
export function mayBeSentTo(account: Account, queue: Stored, service: string, sourceArn: string): boolean {
  const policy = account.find("aws:sqs/queuePolicy:QueuePolicy", queue.id)?.inputs.policy ?? "{}";
  const statements: Statement[] = JSON.parse(String(policy)).Statement ?? [];
  return statements.some(
    ({ Effect, Principal, Action, Condition }) =>
      Effect === "Allow" &&
      Action === "sqs:SendMessage" &&
      typeof Principal === "object" &&
      Principal.Service === service &&
      Condition?.ArnEquals?.["aws:SourceArn"] === sourceArn,
  );
}
