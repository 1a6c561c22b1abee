import { setImmediate } from "node:timers/promises";
import { type DeadLetter, readDeadLetter } from "../../handler/events/read-dead-letter.ts";
import type { Ingestion } from "../aws/delivery/ingestion.ts";
import type { Message } from "../aws/sqs/message.ts";
import type { Queue } from "../aws/sqs/queue.ts";
import type { LocalStack } from "../stack/stack.ts";

export interface PageDeadLetter {
  id: string;
  /** The keys in the message, or the start of its body if it names none. */
  key: string;
  reason: string;
  /** Milliseconds since the epoch. */
  sent: number;
}

export interface Redriven {
  sent: number;
  /** Counts messages left in place: they are no events of the pipeline, and would fail for ever. */
  stayed: number;
}

export interface DeadLetters {
  /** Returns the newest ones. */
  newest(limit: number): PageDeadLetter[];
  /** Does the same as the command `redrive`: sends each dead letter where its event came from, then deletes it. */
  redrive(): Promise<Redriven>;
}

/** The most messages a queue returns at once. */
const batchSize = 10;
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
  const isPoison = (message: Message) => read(message).poison !== undefined;
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
        const { sent, stayed } = await redriveFrom(queue, isPoison, send);
        redriven.sent += sent;
        redriven.stayed += stayed;
      }
      wake();
      return redriven;
    },
  };
}

async function redriveFrom(
  queue: Queue,
  isPoison: (message: Message) => boolean,
  send: (body: string) => void,
): Promise<Redriven> {
  const poison: Message[] = [];
  let sent = 0;
  // The count taken at the start keeps a message from being sent twice when it fails again meanwhile.
  for (let left = queue.counts().visible; left > 0; left -= batchSize) {
    for (const message of queue.receive(Math.min(batchSize, left))) {
      if (isPoison(message)) poison.push(message);
      else {
        send(message.body);
        queue.delete(message.receiptHandle);
        sent += 1;
      }
    }
    await setImmediate();
  }
  for (const { receiptHandle } of poison) queue.changeVisibility(receiptHandle, 0);
  return { sent, stayed: poison.length };
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
