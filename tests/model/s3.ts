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

/** A version of a source: its bytes never change, its tags do. */
export interface SourceVersion {
  id: string;
  /** `undefined` for a delete marker. */
  text: string | undefined;
  tags: Record<string, string>;
  /** The renditions of which an output with these bytes was there since: known to the oracle only. */
  stood: Set<string>;
  isRemoved: boolean;
}

/** Strongly consistent, as S3 is. An ETag is the body itself: equal for equal bodies, whatever their metadata. */
export interface ModelS3 {
  /** The versions that were current, one after the other; a removal of the newest makes an older one current again. */
  sources: Map<string, SourceVersion[]>;
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

const absent: SourceVersion = { id: "", text: undefined, tags: {}, stood: new Set(), isRemoved: true };

/** Lists the versions of a source so far; before its first upload it was absent. */
export function versionsOf({ sources }: ModelS3, key: string): SourceVersion[] {
  return sources.get(key) ?? [absent];
}

export function currentOf(s3: ModelS3, key: string): SourceVersion {
  return versionsOf(s3, key).at(-1) ?? absent;
}

export function putSource(s3: ModelS3, key: string, text: string | undefined, tags = {}): void {
  const versions = versionsOf(s3, key);
  const id = `version ${versions.length}`;
  s3.sources.set(key, [...versions, { id, text, tags, stood: new Set(), isRemoved: false }]);
  for (const output of s3.outputs.values()) noteOutput(s3, output);
}

/** Deletes the newest version for good: the one before it is current again. */
export function removeSource(s3: ModelS3, key: string): void {
  currentOf(s3, key).isRemoved = true;
  const versions = versionsOf(s3, key);
  const left = versions.findLast(({ isRemoved }) => !isRemoved) ?? absent;
  s3.sources.set(key, [...versions, left]);
}

/** Returns S3's status; without an id the tags are those of the current version. */
export function tagSource(s3: ModelS3, { key, id, tags }: ModelTagging): number {
  const version = versionBy(s3, key, id);
  if (version === undefined) return 404;
  version.tags = tags;
  return 200;
}

export function versionBy(s3: ModelS3, key: string, id: string | undefined): SourceVersion | undefined {
  if (id === undefined) return currentOf(s3, key);
  return versionsOf(s3, key).find((version) => version.id === id && !version.isRemoved);
}

/** Notes the versions whose output this is. */
export function noteOutput(s3: ModelS3, { made, metadata }: ModelOutput): void {
  for (const { text, stood } of versionsOf(s3, made.source))
    if (text !== undefined && text === metadata["source-etag"]) stood.add(made.rendition);
}

/** A write of all tags of a source's version. */
export interface ModelTagging {
  key: string;
  id: string | undefined;
  tags: Record<string, string>;
}

/** Returns S3's status: 404 for a condition on an absent object, 412 for a failed condition. */
export function write(s3: ModelS3, { method, path, condition, output }: ModelWrite): number {
  const { outputs } = s3;
  const there = outputs.get(path);
  if ("ifMatch" in condition && there === undefined) return 404;
  if ("ifMatch" in condition && there?.body !== condition.ifMatch) return 412;
  if ("ifNoneMatch" in condition && there !== undefined) return 412;
  if (method === "DELETE") outputs.delete(path);
  else if (output !== undefined) {
    outputs.set(path, output);
    noteOutput(s3, output);
  }
  return method === "DELETE" ? 204 : 200;
}
