import type { OutputMetadata } from "./output-metadata.ts";
import type { Tag } from "./source-tags.ts";

export interface Head {
  etag: string;
  metadata: Record<string, string>;
}

/** A PUT to it succeeds only if nobody changed the name since its HEAD. */
export interface Target {
  key: string;
  /** The ETag of the expected object; `undefined` expects none. */
  replaces: string | undefined;
}

/** A DELETE of it succeeds only if nobody changed the name since its HEAD. */
export interface Doomed {
  key: string;
  etag: string;
}

/** A version of a source, in a bucket that keeps versions. */
export interface Version {
  id: string;
  tagCount: number;
}

/** The answer to one GET: `etag` and `length` come from the headers, the bytes only when they are read. */
export interface Source {
  etag: string;
  version?: Version;
  length: number;
  /** Set where S3 keeps the bytes in an archive, such as Glacier Flexible Retrieval, and hands out headers only. */
  isArchived?: true;
  read(): Promise<Uint8Array>;
  /** Ends the answer without reading it. */
  discard(): void;
}

export interface Output {
  body: Uint8Array;
  contentType: string;
  cacheControl?: string;
  tags?: Record<string, string>;
  metadata: OutputMetadata;
}

/** Gives `reconcile` its view of S3. An absent object is `undefined`, a lost race is `false`, everything else is thrown. */
export interface ObjectStore {
  head(bucket: string, key: string): Promise<Head | undefined>;
  get(bucket: string, key: string): Promise<Source | undefined>;
  put(bucket: string, target: Target, output: Output): Promise<boolean>;
  delete(bucket: string, doomed: Doomed): Promise<boolean>;
  readTags(bucket: string, key: string, versionId: string): Promise<Tag[] | undefined>;
  /** Replaces all tags, since S3 knows no other way and no condition. */
  writeTags(bucket: string, key: string, versionId: string, tags: Tag[]): Promise<boolean>;
}
