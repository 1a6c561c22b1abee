import { createHash } from "node:crypto";

/** The form of SQS's own API; a binary value is in base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

export type MessageAttributes = Record<string, MessageAttribute>;

export interface Message {
  id: string;
  body: string;
  attributes: MessageAttributes;
  /** Milliseconds since the epoch. */
  sent: number;
  /** The number of receives; `firstReceived` is the time of the first. */
  receives: number;
  firstReceived: number | undefined;
  /** The queue it was in before it became a dead letter. */
  deadLetterSource: string | undefined;
  /** The handle by which its last receiver deletes it. */
  receiptHandle: string;
}

export interface MessageRow {
  id: string;
  body: string;
  attributes: string;
  sent: number;
  receives: number;
  first_received: number | null;
  dead_letter_source: string | null;
  receipt_handle: string | null;
}

/** `sequence` orders messages by arrival; a message is invisible until `visible`. */
export const messageTable = `
  CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sent INTEGER NOT NULL,
    visible INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0,
    first_received INTEGER,
    dead_letter_source TEXT,
    receipt_handle TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_turn ON messages (queue, visible, sequence);
`;

export function asMessage(row: MessageRow): Message {
  return {
    id: row.id,
    body: row.body,
    attributes: JSON.parse(row.attributes) as MessageAttributes,
    sent: row.sent,
    receives: row.receives,
    firstReceived: row.first_received ?? undefined,
    deadLetterSource: row.dead_letter_source ?? undefined,
    receiptHandle: row.receipt_handle ?? "",
  };
}

/** Returns the attributes SQS itself gives a message. */
export function systemAttributes({ sent, receives, firstReceived, deadLetterSource }: Message) {
  return {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sent),
    ...(firstReceived !== undefined && { ApproximateFirstReceiveTimestamp: String(firstReceived) }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  };
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
