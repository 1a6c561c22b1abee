import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import { asMessage, type Message, type MessageAttributes, type MessageRow } from "./message.ts";

export interface QueueDefinition {
  name: string;
  arn: string;
  /** Seconds for which a received message is invisible to others. */
  visibilitySeconds: number;
  /** A message received this often, and back each time, moves to the dead-letter queue. */
  redrive: { deadLetterArn: string; maxReceives: number } | undefined;
}

interface QueueCounts {
  visible: number;
  invisible: number;
}

/** A standard queue, on disk. */
export interface Queue {
  readonly definition: QueueDefinition;
  /** Takes part in the caller's transaction, and returns the message's id. */
  send(body: string, attributes?: MessageAttributes): string;
  /** Does the work of `ReceiveMessage`. */
  receive(limit: number, visibilitySeconds?: number): Message[];
  /** Ignores an older receipt, as SQS does. */
  delete(receiptHandle: string): void;
  /** False when the message is not in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  counts(): QueueCounts;
  /** The time the oldest message was sent, in milliseconds since the epoch. */
  oldestSent(): number | undefined;
  /** Counts all messages, visible or not. */
  size(): number;
  /** Returns the newest messages, in flight or not. */
  newest(limit: number): Message[];
  /** Hands messages to this process. Nobody else gets them until it settles them; if it dies, they were never received. */
  take(limit: number): Message[];
  /** The time at which the next free message is due, in milliseconds since the epoch. */
  nextDue(): number | undefined;
  /** Settles taken messages in one transaction with `also`: each is deleted, or comes again at `again`. */
  settle(done: Message[], failed: Message[], again: number, also: () => void): void;
}

export function openQueue(
  database: DatabaseSync,
  definition: QueueDefinition,
  now: () => number = Date.now,
): Queue {
  return new DatabaseQueue(database, definition, now);
}

class DatabaseQueue implements Queue {
  readonly definition: QueueDefinition;
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #taken = new Set<string>();

  constructor(database: DatabaseSync, definition: QueueDefinition, now: () => number) {
    this.definition = definition;
    this.#database = database;
    this.#now = now;
  }

  send(body: string, attributes: MessageAttributes = {}): string {
    const id = randomUUID();
    const now = this.#now();
    this.#database
      .prepare("INSERT INTO messages (id, queue, body, attributes, sent, visible) VALUES (?, ?, ?, ?, ?, ?)")
      .run(id, this.definition.arn, body, JSON.stringify(attributes), now, now);
    return id;
  }

  receive(limit: number, visibilitySeconds = this.definition.visibilitySeconds): Message[] {
    const update = this.#database.prepare(
      `UPDATE messages SET receives = receives + 1, first_received = coalesce(first_received, ?), visible = ?, receipt_handle = ?
       WHERE id = ? RETURNING *`,
    );
    return inTransaction(this.#database, () =>
      this.#due(limit).map(({ id }) => {
        const now = this.#now();
        const row = update.get(now, now + visibilitySeconds * 1000, createReceipt(id), id);
        return asMessage(row as unknown as MessageRow);
      }),
    );
  }

  delete(receiptHandle: string): void {
    this.#database
      .prepare("DELETE FROM messages WHERE queue = ? AND receipt_handle = ?")
      .run(this.definition.arn, receiptHandle);
  }

  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const now = this.#now();
    const { changes } = this.#database
      .prepare("UPDATE messages SET visible = ? WHERE queue = ? AND receipt_handle = ? AND visible > ?")
      .run(now + seconds * 1000, this.definition.arn, receiptHandle, now);
    return changes > 0;
  }

  counts(): QueueCounts {
    const row = this.#database
      .prepare(
        "SELECT count(*) AS total, coalesce(sum(visible <= ?), 0) AS due FROM messages WHERE queue = ?",
      )
      .get(this.#now(), this.definition.arn);
    const visible = Math.max(0, Number(row?.due) - this.#taken.size);
    return { visible, invisible: Number(row?.total) - visible };
  }

  oldestSent(): number | undefined {
    const row = this.#database
      .prepare("SELECT min(sent) AS oldest FROM messages WHERE queue = ?")
      .get(this.definition.arn);
    return typeof row?.oldest === "number" ? row.oldest : undefined;
  }

  size(): number {
    const { visible, invisible } = this.counts();
    return visible + invisible;
  }

  newest(limit: number): Message[] {
    return this.#database
      .prepare("SELECT * FROM messages WHERE queue = ? ORDER BY sequence DESC LIMIT ?")
      .all(this.definition.arn, limit)
      .map((row) => asMessage(row as unknown as MessageRow));
  }

  take(limit: number): Message[] {
    const now = this.#now();
    const due = this.#due(limit);
    for (const { id } of due) this.#taken.add(id);
    return due.map(asMessage).map((message) => ({
      ...message,
      receives: message.receives + 1,
      firstReceived: message.firstReceived ?? now,
      receiptHandle: createReceipt(message.id),
    }));
  }

  nextDue(): number | undefined {
    const rows = this.#database
      .prepare("SELECT id, visible FROM messages WHERE queue = ? ORDER BY visible, sequence LIMIT ?")
      .all(this.definition.arn, this.#taken.size + 1);
    const next = rows.find(({ id }) => !this.#taken.has(String(id)));
    return next && Number(next.visible);
  }

  settle(done: Message[], failed: Message[], again: number, also: () => void): void {
    const remove = this.#database.prepare("DELETE FROM messages WHERE id = ?");
    const putBack = this.#database.prepare(
      "UPDATE messages SET receives = ?, first_received = ?, visible = ? WHERE id = ?",
    );
    inTransaction(this.#database, () => {
      for (const { id } of done) remove.run(id);
      for (const { id, receives, firstReceived } of failed)
        putBack.run(receives, firstReceived ?? null, again, id);
      also();
    });
    for (const { id } of [...done, ...failed]) this.#taken.delete(id);
  }

  #due(limit: number): MessageRow[] {
    this.#buryExhausted();
    const rows = this.#database
      .prepare("SELECT * FROM messages WHERE queue = ? AND visible <= ? ORDER BY visible, sequence LIMIT ?")
      .all(this.definition.arn, this.#now(), this.#taken.size + limit) as unknown as MessageRow[];
    return rows.filter(({ id }) => !this.#taken.has(id)).slice(0, limit);
  }

  /** SQS moves a message when it would be received once more. */
  #buryExhausted(): void {
    const { arn, redrive } = this.definition;
    if (redrive === undefined) return;
    this.#database
      .prepare(
        `UPDATE messages SET queue = ?, dead_letter_source = ?, receipt_handle = NULL
         WHERE queue = ? AND visible <= ? AND receives >= ?`,
      )
      .run(redrive.deadLetterArn, arn, arn, this.#now(), redrive.maxReceives);
  }
}

function createReceipt(id: string): string {
  return Buffer.from(`${id} ${randomUUID()}`).toString("base64");
}

/** Tells receipt handles from other texts. */
export function isReceipt(handle: string): boolean {
  return /^[0-9a-f-]{36} [0-9a-f-]{36}$/.test(Buffer.from(handle, "base64").toString("latin1"));
}
