/** What an event asks for: source keys to look at, and what in it was left aside. */
export interface ParsedEvent {
  keys: string[];
  ignored: { key?: string; reason: "s3:TestEvent" | "folder-marker" }[];
}

interface S3Record {
  s3: { bucket: { name: string }; object: { key: string } };
}

/**
 * Reduces an S3 event to the source keys that it names, each once.
 *
 * @throws {Error} When it is no S3 event, or names another bucket than `sourceBucket`: a wrong configuration, not a bad upload.
 */
export function parseEvent(event: unknown, sourceBucket: string): ParsedEvent {
  if (isTestEvent(event)) return { keys: [], ignored: [{ reason: "s3:TestEvent" }] };
  if (!hasRecords(event)) {
    throw new Error(`Expected an S3 event with Records; received ${summary(event)}`);
  }

  const keys = new Set(event.Records.map((record) => sourceKey(record, sourceBucket)));
  const markers = [...keys].filter((key) => key.endsWith("/"));
  return {
    keys: [...keys].filter((key) => !key.endsWith("/")),
    ignored: markers.map((key) => ({ key, reason: "folder-marker" })),
  };
}

function isTestEvent(event: unknown): boolean {
  return isObject(event) && event.Event === "s3:TestEvent";
}

function hasRecords(event: unknown): event is { Records: unknown[] } {
  return isObject(event) && Array.isArray(event.Records);
}

function sourceKey(record: unknown, sourceBucket: string): string {
  if (!isS3Record(record)) throw new Error(`Expected an S3 record; received ${summary(record)}`);
  const { bucket, object } = record.s3;
  if (bucket.name !== sourceBucket) {
    throw new Error(`Expected events of the bucket ${sourceBucket}; received one of ${summary(bucket.name)}`);
  }
  return decodeKey(object.key);
}

function isS3Record(record: unknown): record is S3Record {
  if (!isObject(record) || !isObject(record.s3)) return false;
  const { bucket, object } = record.s3;
  return (
    isObject(bucket) && typeof bucket.name === "string" && isObject(object) && typeof object.key === "string"
  );
}

/** S3 writes keys into events as an HTML form would: `+` for a space, `%xx` for the rest. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll("+", " "));
  } catch {
    throw new Error(`Expected a URL-encoded key; received ${summary(encoded)}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function summary(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 200);
}
