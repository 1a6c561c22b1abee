import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../database.ts";
import type { Failure } from "../function/failure.ts";

export interface JournalOptions {
  /** How often an event is tried again after its first failure. */
  maximumRetries: number;
  /** Seconds to the first retry; the second waits twice as long, and so on. */
  retryDelaySeconds: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

export interface JournalEvent {
  id: number;
  /** The same for all tries of one event. */
  requestId: string;
  payload: unknown;
}

/** A message of the dead-letter queue, in the form that Lambda gives to an asynchronous event that failed for good. */
interface DeadLetter {
  body: string;
  attributes: { RequestID: string; ErrorCode: string; ErrorMessage: string };
}

interface EventCounts {
  /** Events that are not finished, those that run or wait for a retry included. */
  pending: number;
  running: number;
  succeeded: number;
  /** Invocations that ended in an error. */
  failed: number;
  deadLetters: number;
}

/** The events of the function, on disk. An event is in it until it has succeeded or is a dead letter. */
export interface Journal {
  /** Takes part in the caller's transaction; several entries without one may be added in part. */
  enqueue(entries: { payload: unknown } | { payload: unknown }[]): void;
  /** The next event that is due, which then counts as running. */
  take(): JournalEvent | undefined;
  /** When the next event is due that does not run, in milliseconds since the epoch. */
  nextDue(): number | undefined;
  succeed(event: JournalEvent): void;
  /** Plans the next try, or makes the event a dead letter after the last one. */
  fail(event: JournalEvent, failure: Failure): void;
  counts(): EventCounts;
  deadLetters(): DeadLetter[];
}

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_due ON events (due, id);
  CREATE TABLE IF NOT EXISTS dead_letters (
    id INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL,
    body TEXT NOT NULL,
    error_message TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS invocation_counts (outcome TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO invocation_counts VALUES ('succeeded', 0), ('failed', 0);
`;

export function createJournal(database: DatabaseSync, options: JournalOptions): Journal {
  database.exec(schema);
  return new DatabaseJournal(database, options);
}

interface EventRow {
  id: number;
  request_id: string;
  payload: string;
  due: number;
}

class DatabaseJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #options: Required<JournalOptions>;
  /** Only in memory: after a crash all events are pending again, and what was running is run again. */
  readonly #running = new Set<number>();

  constructor(database: DatabaseSync, { now = Date.now, ...options }: JournalOptions) {
    this.#database = database;
    this.#options = { ...options, now };
  }

  enqueue(entries: { payload: unknown } | { payload: unknown }[]): void {
    const insert = this.#database.prepare("INSERT INTO events (request_id, payload, due) VALUES (?, ?, ?)");
    for (const { payload } of [entries].flat()) {
      insert.run(randomUUID(), JSON.stringify(payload), this.#options.now());
    }
  }

  take(): JournalEvent | undefined {
    const row = this.#next();
    if (row === undefined || row.due > this.#options.now()) return undefined;
    this.#running.add(row.id);
    return { id: row.id, requestId: row.request_id, payload: JSON.parse(row.payload) };
  }

  nextDue(): number | undefined {
    return this.#next()?.due;
  }

  succeed({ id }: JournalEvent): void {
    inTransaction(this.#database, () => {
      this.#database.prepare("DELETE FROM events WHERE id = ?").run(id);
      this.#count("succeeded");
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
      this.#count("failed");
    });
    this.#running.delete(id);
  }

  counts(): EventCounts {
    const outcome = "SELECT count FROM invocation_counts WHERE outcome = ?";
    return {
      pending: this.#number("SELECT count(*) FROM events"),
      running: this.#running.size,
      succeeded: this.#number(outcome, "succeeded"),
      failed: this.#number(outcome, "failed"),
      deadLetters: this.#number("SELECT count(*) FROM dead_letters"),
    };
  }

  deadLetters(): DeadLetter[] {
    const rows = this.#database.prepare("SELECT * FROM dead_letters ORDER BY id").all();
    return rows.map((row) => ({
      body: String(row.body),
      attributes: {
        RequestID: String(row.request_id),
        ErrorCode: "200",
        ErrorMessage: String(row.error_message),
      },
    }));
  }

  #next(): EventRow | undefined {
    const first = this.#database.prepare(
      "SELECT id, request_id, payload, due FROM events ORDER BY due, id LIMIT ?",
    );
    const rows = first.all(this.#running.size + 1) as unknown as EventRow[];
    return rows.find((row) => !this.#running.has(row.id));
  }

  #bury(id: number, { errorMessage }: Failure): void {
    const insert = this.#database.prepare(
      "INSERT INTO dead_letters (request_id, body, error_message) SELECT request_id, payload, ? FROM events WHERE id = ?",
    );
    insert.run(firstKilobyte(errorMessage), id);
    this.#database.prepare("DELETE FROM events WHERE id = ?").run(id);
  }

  #count(outcome: "succeeded" | "failed"): void {
    this.#database.prepare("UPDATE invocation_counts SET count = count + 1 WHERE outcome = ?").run(outcome);
  }

  #number(query: string, ...parameters: (string | number)[]): number {
    const statement = this.#database.prepare(query);
    statement.setReturnArrays(true);
    const row = statement.get(...parameters) as unknown as [number] | undefined;
    return row?.[0] ?? 0;
  }
}

/** As much of an error's message as Lambda puts into the attribute. */
function firstKilobyte(text: string): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, 1024), { stream: true });
}
