import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import { createJournal, type EventMeasures, type Journal } from "../lambda/async-events.ts";
import { type Counts, createCounts } from "../lambda/counts.ts";
import {
  createDispatcher,
  type Dispatcher,
  type EventSource,
  type Invocation,
} from "../lambda/dispatcher.ts";
import { createEventSourceMapping } from "../lambda/event-source-mapping.ts";
import type { FunctionPool } from "../lambda/runtime/pool.ts";
import type { ObjectEvent } from "../s3/object-event.ts";
import type { Message } from "../sqs/message.ts";
import { openQueues, type Queues } from "../sqs/queues.ts";
import type { DeliveryDefinition } from "./definitions.ts";
import { createFanOut } from "./fan-out.ts";

interface EventCounts {
  /** Events and messages that are not finished, those that run or wait for a retry included. */
  pending: number;
  running: number;
  succeeded: number;
  /** Tries that ended in an error: of a message, or of an event that came alone. */
  failed: number;
  deadLetters: number;
}

/** How changes of objects reach the function, whichever way the stack has chosen, and what becomes of those that fail. */
export interface Ingestion {
  queues: Queues;
  /** Takes part in the transaction of the change. */
  record(event: ObjectEvent): void;
  /** What `Invoke` with the type `Event` does. */
  invokeLater(payload: unknown): void;
  counts(): EventCounts;
  /** The newest ones. */
  deadLetters(limit: number): Message[];
  start(pool: FunctionPool, concurrency: number, onError: (error: unknown) => void): void;
  /** To be called after anything that may give the function work. */
  wake(): void;
  /** To be called before the pool is closed. */
  close(): void;
}

interface IngestionOptions {
  database: DatabaseSync;
  region: string;
  retryDelaySeconds: number;
  measures?: EventMeasures & { matched(rule: string): void };
}

interface Source {
  source: EventSource<Invocation>;
  maximumConcurrency: number;
}

export function openIngestion(
  stack: DeliveryDefinition,
  { database, region, retryDelaySeconds, measures }: IngestionOptions,
): Ingestion {
  const queues = openQueues(database, stack.queues);
  const counts = createCounts(database);
  const { deadLetterArn } = stack.function;
  const journal = createJournal(database, {
    maximumRetries: stack.maximumRetries,
    retryDelaySeconds,
    counts,
    deadLetters: deadLetterArn === undefined ? undefined : queues.withArn(deadLetterArn),
    ...(measures && { measures }),
  });
  adoptForgotten(database, queues, journal);
  const mapped = stack.mappings.map(({ queueArn }) => queues.withArn(queueArn));
  const unmapped = queues.all.filter((queue) => !mapped.includes(queue));
  const sources = openSources(stack, queues, counts, journal, { region, retryDelaySeconds });
  let dispatchers: Dispatcher[] = [];
  const wake = () => {
    for (const dispatcher of dispatchers) dispatcher.wake();
  };

  return {
    queues,
    record: createFanOut(stack, journal, queues, region, measures?.matched),
    invokeLater: (payload) => journal.enqueue(payload),
    counts: () => ({
      pending: journal.pending() + sum(mapped.map((queue) => queue.size())),
      running: sum(sources.map(({ source }) => source.running())),
      ...counts.read(),
      deadLetters: sum(unmapped.map((queue) => queue.size())),
    }),
    deadLetters: (limit) => unmapped.flatMap((queue) => queue.newest(limit)).slice(0, limit),
    start: (pool, concurrency, onError) => {
      dispatchers = sources.map(({ source, maximumConcurrency }) =>
        createDispatcher({ source, pool, concurrency: Math.min(concurrency, maximumConcurrency), onError }),
      );
      wake();
    },
    // Not at once: whoever calls this may be in the midst of a transaction.
    wake: () => void setImmediate(wake),
    close: () => {
      for (const dispatcher of dispatchers) dispatcher.close();
    },
  };
}

/** What the function is called for: events by themselves, and the messages of each queue that Lambda polls for it. */
function openSources(
  { mappings }: DeliveryDefinition,
  queues: Queues,
  counts: Counts,
  journal: Journal,
  timing: Pick<IngestionOptions, "region" | "retryDelaySeconds">,
): Source[] {
  const unlimited = Number.POSITIVE_INFINITY;
  return [
    { source: journal, maximumConcurrency: unlimited },
    ...mappings.map(({ queueArn, maximumConcurrency = unlimited, ...mapping }) => {
      const queue = queues.withArn(queueArn);
      return {
        source: createEventSourceMapping({ ...mapping, ...timing, queue, counts }),
        maximumConcurrency,
      };
    }),
  ];
}

/** Messages of a queue that an earlier run's stack had, and this one has not, are events like any other. */
function adoptForgotten(database: DatabaseSync, queues: Queues, journal: Journal): void {
  inTransaction(database, () => {
    journal.enqueue(...queues.takeForgotten().map(readBody));
  });
}

/** What is no JSON the function has to refuse by itself. */
function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
