import { isObject } from "../../contract/is-object.ts";
import type { Ignored } from "../../contract/outcome.ts";

/** A message of a batch, or a single event: it succeeds or fails as one. */
export interface Message {
  /** `undefined` for a single event. */
  queued: QueuedMessage | undefined;
  /** Source keys to reconcile, without repeats. */
  keys: string[];
  /** The time of each key's first change in the event, in milliseconds since the epoch; a plain list has no times. */
  changedAt: Map<string, number>;
  ignored: Ignored[];
  /** The reason why no retry can help: this is no event of ours. */
  poison?: Error;
}

export interface QueuedMessage {
  id: string;
  body: string;
  /** Counts deliveries, this one included. */
  receives: number;
}

type Found = Pick<Message, "keys" | "changedAt" | "ignored">;

const nothing: Found = { keys: [], changedAt: new Map(), ignored: [] };

/** EventBridge reports changes of an object's bytes under these names. */
const detailTypes = ["Object Created", "Object Deleted"];

const expected =
  "an event of S3, by itself, from SQS or from EventBridge, or a list of { bucket, key }; nothing else may call this function";

/**
 * Reduces an event to its source keys.
 *
 * @throws {Error} When a single event is none, or names another bucket than `sourceBucket`: a wrong configuration, not a bad upload.
 *   A message of a batch gets the error as its `poison` instead, and the others are reconciled.
 */
export function parseEvent(event: unknown, sourceBucket: string): Message[] {
  if (!isBatch(event)) return [{ queued: undefined, ...find(event, sourceBucket) }];
  return event.Records.map((record) => {
    const queued = queuedMessage(record);
    try {
      return { queued, ...find(parsed(queued.body), sourceBucket) };
    } catch (error) {
      const poison = error instanceof Error ? error : new Error(String(error));
      return { queued, ...nothing, poison };
    }
  });
}

interface SqsRecord {
  messageId: string;
  body: string;
  attributes?: { ApproximateReceiveCount?: string };
}

function isBatch(event: unknown): event is { Records: SqsRecord[] } {
  return (
    isObject(event) &&
    Array.isArray(event.Records) &&
    event.Records.length > 0 &&
    event.Records.every(isSqsRecord)
  );
}

function isSqsRecord(record: unknown): boolean {
  return (
    isObject(record) &&
    record.eventSource === "aws:sqs" &&
    typeof record.messageId === "string" &&
    typeof record.body === "string"
  );
}

function queuedMessage({ messageId, body, attributes }: SqsRecord): QueuedMessage {
  return { id: messageId, body, receives: Number(attributes?.ApproximateReceiveCount ?? 1) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error(`Expected ${expected}; received a message that is no JSON: ${summary(body)}`);
  }
}

function find(event: unknown, sourceBucket: string): Found {
  if (isObject(event) && event.Event === "s3:TestEvent")
    return { ...nothing, ignored: [{ reason: "s3:TestEvent" }] };
  if (isOtherDetailType(event)) {
    const detail = `${event["detail-type"]}, which changes no bytes`;
    return { ...nothing, ignored: [{ reason: "other-detail-type", detail }] };
  }

  const named = objectsOf(event).map((object) => ({ key: keyOf(object, sourceBucket), at: timeOf(object) }));
  const keys = [...new Set(named.map(({ key }) => key))];
  return {
    keys: keys.filter((key) => !key.endsWith("/")),
    changedAt: firstChanges(named),
    ignored: keys.filter((key) => key.endsWith("/")).map((key) => ({ key, reason: "folder-marker" })),
  };
}

function timeOf({ time }: ObjectName): number {
  return typeof time === "string" ? Date.parse(time) : Number.NaN;
}

function firstChanges(named: { key: string; at: number }[]): Map<string, number> {
  const changes = named.filter(({ at }) => Number.isFinite(at)).sort((a, b) => b.at - a.at);
  return new Map(changes.map(({ key, at }) => [key, at]));
}

function isOtherDetailType(event: unknown): event is { "detail-type": string } {
  return (
    isObject(event) &&
    event.source === "aws.s3" &&
    typeof event["detail-type"] === "string" &&
    !detailTypes.includes(event["detail-type"])
  );
}

interface ObjectName {
  bucket: unknown;
  key: unknown;
  /** The time of its change, in ISO 8601. */
  time?: unknown;
}

function objectsOf(event: unknown): ObjectName[] {
  if (Array.isArray(event)) return event.map((entry) => namedObject(entry));
  if (isObject(event) && Array.isArray(event.Records)) return event.Records.map(recordedObject);
  if (isObject(event) && event.source === "aws.s3") return [detailedObject(event)];
  return [namedObject(event)];
}

function recordedObject(record: unknown): ObjectName {
  const s3 = isObject(record) && isObject(record.s3) ? record.s3 : undefined;
  if (!isObject(s3?.bucket) || !isObject(s3.object) || typeof s3.object.key !== "string")
    throw unexpected(record);
  const time = isObject(record) ? record.eventTime : undefined;
  return { bucket: s3.bucket.name, key: decodeKey(s3.object.key), time };
}

/** EventBridge does not encode keys. */
function detailedObject(event: Record<string, unknown>): ObjectName {
  const { detail, time } = event;
  if (!isObject(detail) || !isObject(detail.bucket) || !isObject(detail.object)) throw unexpected(event);
  return { bucket: detail.bucket.name, key: detail.object.key, time };
}

function namedObject(entry: unknown): ObjectName {
  if (!isObject(entry) || !("bucket" in entry)) throw unexpected(entry);
  return { bucket: entry.bucket, key: entry.key };
}

function keyOf({ bucket, key }: ObjectName, sourceBucket: string): string {
  if (bucket !== sourceBucket) {
    throw new Error(
      `Expected events of the bucket ${sourceBucket}; received one of ${summary(bucket)}: remove what sends it here`,
    );
  }
  if (typeof key !== "string" || key === "") throw new Error(`Expected a key; received ${summary(key)}`);
  return key;
}

/** S3 writes keys into its notifications as an HTML form would: `+` for a space, `%xx` for the rest. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    throw new Error(`Expected a URL-encoded key; received ${summary(encoded)}`);
  }
}

function unexpected(what: unknown): Error {
  return new Error(`Expected ${expected}; received ${summary(what)}`);
}

function summary(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
