import { randomUUID } from "node:crypto";
import type { Message } from "../sqs/message.ts";
import type { Queue } from "../sqs/queue.ts";
import { batchEvent } from "./batch-event.ts";
import type { Counts } from "./counts.ts";
import type { EventSource, Invocation } from "./dispatcher.ts";

export interface MappingOptions {
  queue: Queue;
  counts: Counts;
  batchSize: number;
  /** True when the function's response names the messages to try again. */
  reportsBatchItemFailures: boolean;
  /** Seconds until a failed message is tried again. AWS waits for the rest of its visibility timeout. */
  retryDelaySeconds: number;
  region: string;
  now?: () => number;
}

export interface Batch extends Invocation {
  messages: Message[];
}

/** Takes messages from a queue in batches for the function, and deletes the succeeded ones. */
export function createEventSourceMapping(options: MappingOptions): EventSource<Batch> {
  const { queue, counts, batchSize, reportsBatchItemFailures, retryDelaySeconds, region } = options;
  const now = options.now ?? Date.now;
  let running = 0;

  const settle = ({ messages }: Batch, failedIds: Set<string>) => {
    const { true: failed = [], false: done = [] } = Object.groupBy(
      messages,
      ({ id }) => `${failedIds.has(id)}`,
    );
    queue.settle(done, failed, now() + retryDelaySeconds * 1000, () => {
      counts.add("succeeded", done.length);
      counts.add("failed", failed.length);
    });
    running -= 1;
  };

  return {
    take: () => {
      const messages = queue.take(batchSize);
      if (messages.length === 0) return undefined;
      running += 1;
      const payload = batchEvent(messages, queue.definition.arn, region);
      return { messages, payload, requestId: randomUUID() };
    },
    nextDue: () => queue.nextDue(),
    running: () => running,
    succeed: (batch, response) =>
      settle(batch, reportsBatchItemFailures ? failedIn(batch, response) : new Set()),
    fail: (batch) => settle(batch, idsOf(batch)),
  };
}

function idsOf({ messages }: Batch): Set<string> {
  return new Set(messages.map(({ id }) => id));
}

/** As in Lambda, an unreadable response, or one naming a message outside the batch, fails the whole batch. */
function failedIn(batch: Batch, response: unknown): Set<string> {
  const all = idsOf(batch);
  if (response === undefined || response === null) return new Set();
  if (typeof response !== "object") return all;
  const failures: unknown = "batchItemFailures" in response ? response.batchItemFailures : undefined;
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const ids = failures.map((failure: unknown) => Reflect.get(Object(failure), "itemIdentifier"));
  return ids.every((id) => all.has(id)) ? new Set(ids) : all;
}
