import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import type { Queue } from "../sqs/queue.ts";
import type { Counts } from "./counts.ts";
import type { EventSource } from "./dispatcher.ts";
import type { Failure } from "./runtime/failure.ts";

export interface JournalOptions {
  /** Number of tries after the first failure. */
  maximumRetries: number;
  /** Seconds to the first retry; the second waits twice as long, and so on. */
  retryDelaySeconds: number;
  /** Receives events after their last failure. Without it they are lost, as in Lambda. */
  deadLetters: Pick<Queue, "send"> | undefined;
  counts: Counts;
  measures?: EventMeasures;
  /** Returns milliseconds since the epoch. */
  now?: () => number;
}

/** Counts for Lambda's metrics of asynchronous events. */
export interface EventMeasures {
  received(): void;
  /** Counts an event given up, as a dead letter or not. */
  dropped(): void;
  /** Records the age of an event at its start. */
  started(ageMs: number): void;
}

export interface JournalEvent {
  id: number;
  /** Stays the same for all tries of one event. */
  requestId: string;
  payload: unknown;
}

/** Keeps the function's asynchronous events on disk until they have succeeded or are dead letters. */
export interface Journal extends EventSource<JournalEvent> {
  /** Takes part in the caller's transaction. Without one, a failure may leave some of the payloads added. */
  enqueue(...payloads: unknown[]): void;
  /** Counts unfinished events, including those running or waiting for a retry. */
  pending(): number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL,
    received INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_due ON events (due, id);
`;

export function createJournal(database: DatabaseSync, options: JournalOptions): Journal {
  database.exec(schema);
  addReceived(database);
  return new DatabaseJournal(database, options);
}

/** Adds the column to journals of earlier versions. */
function addReceived(database: DatabaseSync): void {
  const columns = database.prepare("PRAGMA table_info(events)").all();
  if (!columns.some(({ name }) => name === "received"))
    database.exec("ALTER TABLE events ADD COLUMN received INTEGER");
}

interface EventRow {
  id: number;
  request_id: string;
  payload: string;
  due: number;
  received: number | null;
}

class DatabaseJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #options: JournalOptions & { now: () => number };
  /** Only in memory: after a crash all events are pending, and the running ones run again. */
  readonly #running = new Set<number>();

  constructor(database: DatabaseSync, { now = Date.now, ...options }: JournalOptions) {
    this.#database = database;
    this.#options = { ...options, now };
  }

  enqueue(...payloads: unknown[]): void {
    const insert = this.#database.prepare(
      "INSERT INTO events (request_id, payload, due, received) VALUES (?1, ?2, ?3, ?3)",
    );
    for (const payload of payloads) {
      insert.run(randomUUID(), JSON.stringify(payload), this.#options.now());
      this.#options.measures?.received();
    }
  }

  take(): JournalEvent | undefined {
    const row = this.#next();
    const now = this.#options.now();
    if (row === undefined || row.due > now) return undefined;
    this.#running.add(row.id);
    if (row.received !== null) this.#options.measures?.started(now - row.received);
    return { id: row.id, requestId: row.request_id, payload: JSON.parse(row.payload) };
  }

  nextDue(): number | undefined {
    return this.#next()?.due;
  }

  running(): number {
    return this.#running.size;
  }

  succeed({ id }: JournalEvent): void {
    inTransaction(this.#database, () => {
      this.#database.prepare("DELETE FROM events WHERE id = ?").run(id);
      this.#options.counts.add("succeeded");
    });
    this.#running.delete(id);
  }

  fail({ id }: JournalEvent, failure: Failure): void {
    const { maximumRetries, retryDelaySeconds, now } = this.#options;
    inTransaction(this.#database, () => {
      const failures = this.#number("SELECT failures FROM events WHERE id = ?", id) + 1;
      const due = now() + failures * retryDelaySeconds * 1000;
      if (failures > maximumRetries) this.#bury(id, failure);
      else
        this.#database.prepare("UPDATE events SET failures = ?, due = ? WHERE id = ?").run(failures, due, id);
      this.#options.counts.add("failed");
    });
    this.#running.delete(id);
  }

  pending(): number {
    return this.#number("SELECT count(*) FROM events");
  }

  #next(): EventRow | undefined {
    const first = this.#database.prepare(
      "SELECT id, request_id, payload, due, received FROM events ORDER BY due, id LIMIT ?",
    );
    const rows = first.all(this.#running.size + 1) as unknown as EventRow[];
    return rows.find((row) => !this.#running.has(row.id));
  }

  #bury(id: number, { errorMessage }: Failure): void {
    const event = this.#database
      .prepare("DELETE FROM events WHERE id = ? RETURNING request_id, payload")
      .get(id);
    this.#options.measures?.dropped();
    const text = (StringValue: string) => ({ DataType: "String", StringValue });
    this.#options.deadLetters?.send(String(event?.payload), {
      RequestID: text(String(event?.request_id)),
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: text(firstKilobyte(errorMessage)),
    });
  }

  #number(query: string, ...parameters: (string | number)[]): number {
    const statement = this.#database.prepare(query);
    statement.setReturnArrays(true);
    const row = statement.get(...parameters) as unknown as [number] | undefined;
    return row?.[0] ?? 0;
  }
}

/** Lambda puts this much of an error's message into the attribute. */
function firstKilobyte(text: string): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, 1024), { stream: true });
}
