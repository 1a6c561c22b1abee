import type { Connection } from "../aws/connection.ts";
import { isCausedBy, MessageRefused } from "../aws/failure.ts";
import { messageOf } from "../message-of.ts";
import { findQueue, type QueueName } from "./queue.ts";

/** Delivers events to the function, and dead letters again. */
export interface Destination {
  /** Names the destination for people. */
  name: string;
  /**
   * Hands a message over; AWS has it on disk when the promise is fulfilled.
   *
   * @throws {MessageRefused} When only this message cannot be taken.
   */
  send(body: string): Promise<void>;
}

export async function openQueue(connection: Connection, queue: QueueName): Promise<Destination> {
  const { sqs, call } = connection;
  const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
  const QueueUrl = await findQueue(connection, queue);
  return {
    name: `the queue ${queue.name}`,
    send: (body) =>
      refusable(() =>
        call("sqs:SendMessage", () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))),
      ),
  };
}

export async function openFunction({ lambda, call }: Connection, functionName: string): Promise<Destination> {
  const { InvokeCommand } = await import("@aws-sdk/client-lambda");
  return {
    name: `the function ${functionName}`,
    send: (body) =>
      refusable(() =>
        call("lambda:InvokeFunction", () =>
          lambda.send(
            new InvokeCommand({
              FunctionName: functionName,
              InvocationType: "Event",
              Payload: Buffer.from(body),
            }),
          ),
        ),
      ),
  };
}

/**
 * Queue and function take a mebibyte, the most a dead letter with its reason can have. They refuse more, and
 * text or JSON they cannot read.
 */
const refusals =
  /^(RequestTooLarge|RequestEntityTooLarge|InvalidRequestContent|InvalidMessageContents|InvalidParameterValue)/;

async function refusable(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (failure) {
    if (!isCausedBy(failure, refusals)) throw failure;
    throw new MessageRefused(messageOf(failure), { cause: failure });
  }
}
