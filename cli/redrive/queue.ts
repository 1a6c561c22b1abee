import type { Message } from "@aws-sdk/client-sqs";
import type { HeldMessage } from "../../handler/events/read-dead-letter.ts";
import type { Connection } from "../aws/connection.ts";
import { AwsFailure, isCausedBy } from "../aws/failure.ts";

/** Identifies a queue as its ARN or its address does. */
export interface QueueName {
  account: string;
  name: string;
}

/** Offers the calls needed for redriving. */
export interface DeadLetterQueue {
  name: string;
  /** Returns about how many messages nobody holds. */
  count(): Promise<number>;
  /** Holds up to ten; an empty result means none was found within a second. */
  receive(max: number): Promise<HeldMessage[]>;
  delete(receipt: string): Promise<void>;
  /** Makes a message visible again. */
  release(receipt: string): Promise<void>;
}

/** An hour suffices to ask somebody and to send thousands; then messages held by a killed run come back. */
const holdSeconds = 60 * 60;

/** Parses an ARN (`arn:aws:sqs:region:account:name`) or an address (`https://host/account/name`). */
export function queueName(text: string): QueueName {
  const [name = "", account = ""] = text.split(/[:/]/).reverse();
  return { account, name };
}

/** @throws {AwsFailure} When there is no such queue any more. */
export async function findQueue(
  { sqs, region, call }: Connection,
  { account, name }: QueueName,
): Promise<string> {
  const { GetQueueUrlCommand } = await import("@aws-sdk/client-sqs");
  const request = new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account });
  const { QueueUrl = "" } = await call("sqs:GetQueueUrl", () => sqs.send(request)).catch((failure) => {
    if (!isCausedBy(failure, /QueueDoesNotExist|NonExistentQueue/)) throw failure;
    throw new AwsFailure(
      `There is no queue ${name} in ${region} of the account ${account}, though the function names it: run \`pulumi up\` on its stack`,
      { cause: failure },
    );
  });
  return QueueUrl;
}

interface OpenQueue extends Connection {
  commands: typeof import("@aws-sdk/client-sqs");
  QueueUrl: string;
}

export async function openDeadLetters(connection: Connection, queue: QueueName): Promise<DeadLetterQueue> {
  const commands = await import("@aws-sdk/client-sqs");
  const open: OpenQueue = { ...connection, commands, QueueUrl: await findQueue(connection, queue) };
  return {
    name: queue.name,
    count: () => countVisible(open),
    receive: (max) => receive(open, max),
    delete: (receipt) => deleteMessage(open, receipt),
    release: (receipt) => release(open, receipt),
  };
}

async function countVisible({ sqs, call, commands, QueueUrl }: OpenQueue): Promise<number> {
  const request = { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages" as const] };
  const { Attributes } = await call("sqs:GetQueueAttributes", () =>
    sqs.send(new commands.GetQueueAttributesCommand(request)),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function receive({ sqs, call, commands, QueueUrl }: OpenQueue, max: number): Promise<HeldMessage[]> {
  const request = {
    QueueUrl,
    MaxNumberOfMessages: max,
    VisibilityTimeout: holdSeconds,
    WaitTimeSeconds: 1,
    MessageSystemAttributeNames: ["SentTimestamp" as const],
    MessageAttributeNames: ["All"],
  };
  const { Messages = [] } = await call("sqs:ReceiveMessage", () =>
    sqs.send(new commands.ReceiveMessageCommand(request)),
  );
  return Messages.map(held);
}

function held({
  MessageId = "",
  ReceiptHandle = "",
  Body = "",
  Attributes,
  MessageAttributes = {},
}: Message): HeldMessage {
  return {
    id: MessageId,
    receipt: ReceiptHandle,
    body: Body,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = "" }]) => [name, StringValue]),
    ),
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
  };
}

async function deleteMessage({ sqs, call, commands, QueueUrl }: OpenQueue, receipt: string): Promise<void> {
  const request = { QueueUrl, ReceiptHandle: receipt };
  await call("sqs:DeleteMessage", () => sqs.send(new commands.DeleteMessageCommand(request)));
}

async function release({ sqs, call, commands, QueueUrl }: OpenQueue, receipt: string): Promise<void> {
  const request = { QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 };
  await call("sqs:ChangeMessageVisibility", () =>
    sqs.send(new commands.ChangeMessageVisibilityCommand(request)),
  );
}
