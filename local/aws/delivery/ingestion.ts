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
  /** Counts unfinished events and messages, including those running or waiting for a retry. */
  pending: number;
  running: number;
  succeeded: number;
  /** Counts failed tries, for a message or a single event. */
  failed: number;
  deadLetters: number;
}

/** Brings changes of objects to the function by the stack's ingestion route, and keeps the dead letters. */
export interface Ingestion {
  queues: Queues;
  /** Takes part in the transaction of the change. */
  record(event: ObjectEvent): void;
  /** Queues an asynchronous event, as `Invoke` with the type `Event` does. */
  invokeLater(payload: unknown): void;
  counts(): EventCounts;
  /** Returns the newest dead letters. */
  deadLetters(limit: number): Message[];
  start(pool: FunctionPool, concurrency: number, onError: (error: unknown) => void): void;
  /** To be called after anything with work for the function. */
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

export function openIngestion(stack: DeliveryDefinition, options: IngestionOptions): Ingestion {
  const { database, region, retryDelaySeconds, measures } = options;
  const queues = openQueues(database, stack.queues);
  const counts = createCounts(database);
  const journal = openJournal(stack, queues, counts, options);
  const mapped = stack.mappings.map(({ queueArn }) => queues.withArn(queueArn));
  const unmapped = queues.all.filter((queue) => !mapped.includes(queue));
  const sources = openSources(stack, queues, counts, journal, { region, retryDelaySeconds });

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
    ...createInvoker(sources),
  };
}

/** Opens the journal of asynchronous events, and adds the messages of queues no longer in the stack. */
function openJournal(
  { function: { deadLetterArn }, maximumRetries }: DeliveryDefinition,
  queues: Queues,
  counts: Counts,
  { database, retryDelaySeconds, measures }: IngestionOptions,
): Journal {
  const journal = createJournal(database, {
    maximumRetries,
    retryDelaySeconds,
    counts,
    deadLetters: deadLetterArn === undefined ? undefined : queues.withArn(deadLetterArn),
    ...(measures && { measures }),
  });
  adoptForgotten(database, queues, journal);
  return journal;
}

/** Turns messages of queues from an earlier stack into asynchronous events. */
function adoptForgotten(database: DatabaseSync, queues: Queues, journal: Journal): void {
  inTransaction(database, () => {
    journal.enqueue(...queues.takeForgotten().map(readBody));
  });
}

/** Keeps a body without JSON as text: the function has to refuse it. */
function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Returns the function's event sources: asynchronous events, and each queue Lambda polls. */
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

/** Calls the function for events of all sources, once started. */
function createInvoker(sources: Source[]): Pick<Ingestion, "start" | "wake" | "close"> {
  let dispatchers: Dispatcher[] = [];
  const wake = () => {
    for (const dispatcher of dispatchers) dispatcher.wake();
  };
  return {
    start: (pool, concurrency, onError) => {
      dispatchers = sources.map(({ source, maximumConcurrency }) =>
        createDispatcher({ source, pool, concurrency: Math.min(concurrency, maximumConcurrency), onError }),
      );
      wake();
    },
    // Not at once: the caller may be inside a transaction.
    wake: () => void setImmediate(wake),
    close: () => {
      for (const dispatcher of dispatchers) dispatcher.close();
    },
  };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
