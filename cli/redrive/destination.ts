import type { Connection } from "../aws/connection.ts";
import { isCausedBy, MessageRefused } from "../aws/failure.ts";
import { messageOf } from "../message-of.ts";
import { findQueue, type QueueName } from "./queue.ts";

/** How events come to the function, and dead letters again. */
export interface Destination {
  /** For people: where messages go. */
  name: string;
  /**
   * Hands a message over; when this settles, AWS has it on disk.
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

/** Both take a mebibyte, as much as a dead letter can have with its reason, and refuse what is more, or what is no text of theirs. */
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
