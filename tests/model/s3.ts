/** A version of a source, by its position among all versions. */
export interface Seen {
  source: string;
  version: number;
  text: string | undefined;
}

/** The source version and rendition of an output: known to the oracle, hidden from workers. */
interface Made extends Seen {
  rendition: string;
}

export interface ModelOutput {
  body: string;
  cacheControl: string | undefined;
  metadata: Record<string, string>;
  made: Made;
}

/** Strongly consistent, as S3 is. An ETag is the body itself: equal for equal bodies, whatever their metadata. */
export interface ModelS3 {
  /** Every version of a source, `undefined` where it was absent; the last one is current. */
  sources: Map<string, (string | undefined)[]>;
  /** Outputs by `bucket/key`. */
  outputs: Map<string, ModelOutput>;
}

export type Condition = { ifMatch: string } | { ifNoneMatch: "*" } | Record<string, never>;

export interface ModelWrite {
  method: "PUT" | "DELETE";
  path: string;
  condition: Condition;
  /** The source version seen by the writing worker. */
  by: Seen;
  /** Set for a PUT. */
  output?: ModelOutput;
}

export function createModelS3(): ModelS3 {
  return { sources: new Map(), outputs: new Map() };
}

/** Lists the versions of a source so far; before its first upload it was absent. */
export function versionsOf({ sources }: ModelS3, key: string): (string | undefined)[] {
  return sources.get(key) ?? [undefined];
}

export function putSource(s3: ModelS3, key: string, text: string | undefined): void {
  s3.sources.set(key, [...versionsOf(s3, key), text]);
}

/** Returns S3's status: 404 for a condition on an absent object, 412 for a failed condition. */
export function write({ outputs }: ModelS3, { method, path, condition, output }: ModelWrite): number {
  const there = outputs.get(path);
  if ("ifMatch" in condition && there === undefined) return 404;
  if ("ifMatch" in condition && there?.body !== condition.ifMatch) return 412;
  if ("ifNoneMatch" in condition && there !== undefined) return 412;
  if (method === "DELETE") outputs.delete(path);
  else if (output !== undefined) outputs.set(path, output);
  return method === "DELETE" ? 204 : 200;
}
