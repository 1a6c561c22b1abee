import { setImmediate } from "node:timers/promises";
import { type DeadLetter, readDeadLetter } from "../../handler/events/read-dead-letter.ts";
import type { Ingestion } from "../aws/delivery/ingestion.ts";
import type { Message } from "../aws/sqs/message.ts";
import type { LocalStack } from "../stack/stack.ts";

/** What failed to the end: the keys that it is about, as far as they can be told, and why. */
export interface PageDeadLetter {
  id: string;
  key: string;
  reason: string;
  /** Milliseconds since the epoch. */
  sent: number;
}

export interface Redriven {
  sent: number;
  /** What is no event of the pipeline, and would fail for ever. */
  stayed: number;
}

export interface DeadLetters {
  /** The newest ones. */
  newest(limit: number): PageDeadLetter[];
  /** What `redrive` does: sends each to where its event came from, and deletes it then. */
  redrive(): Promise<Redriven>;
}

/** The most that a queue hands out at once. */
const batch = 10;
const longestBodyShown = 200;

export function createDeadLetters(
  { sourceBucket, mappings }: Pick<LocalStack, "sourceBucket" | "mappings">,
  {
    queues,
    deadLetters,
    invokeLater,
    wake,
  }: Pick<Ingestion, "queues" | "deadLetters" | "invokeLater" | "wake">,
): DeadLetters {
  const read = (message: Message) => readDeadLetter(asHeld(message), sourceBucket);
  const uploads = mappings.map(({ queueArn }) => queues.withArn(queueArn));
  const send = (body: string) => {
    if (uploads[0] === undefined) invokeLater(JSON.parse(body));
    else uploads[0].send(body);
  };

  return {
    newest: (limit) => deadLetters(limit).map((message) => describe(read(message))),

    redrive: async () => {
      const redriven = { sent: 0, stayed: 0 };
      for (const queue of queues.all.filter((one) => !uploads.includes(one))) {
        const poison: Message[] = [];
        // What comes back meanwhile is not sent again.
        for (let left = queue.counts().visible; left > 0; left -= batch) {
          for (const message of queue.receive(Math.min(batch, left))) {
            if (read(message).poison !== undefined) poison.push(message);
            else {
              send(message.body);
              queue.delete(message.receiptHandle);
              redriven.sent += 1;
            }
          }
          await setImmediate();
        }
        for (const { receiptHandle } of poison) queue.changeVisibility(receiptHandle, 0);
        redriven.stayed += poison.length;
      }
      wake();
      return redriven;
    },
  };
}

function asHeld({
  id,
  receiptHandle,
  body,
  attributes,
  sent,
}: Message): Parameters<typeof readDeadLetter>[0] {
  const texts = Object.entries(attributes).map(([name, { StringValue = "" }]) => [name, StringValue]);
  return { id, receipt: receiptHandle, body, attributes: Object.fromEntries(texts), sentAt: sent };
}

function describe({ id, keys, poison, reason, body, sentAt }: DeadLetter): PageDeadLetter {
  const key = keys.length > 0 ? keys.join(", ") : body.slice(0, longestBodyShown);
  return { id, key, reason: poison ?? reason, sent: sentAt };
}
