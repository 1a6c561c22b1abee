import type { OutputMetadata } from "./output-metadata.ts";

/** An object as a HEAD saw it. */
export interface Head {
  etag: string;
  metadata: Record<string, string>;
}

/** A PUT that only succeeds when nobody changed the name since its HEAD. */
export interface Target {
  key: string;
  /** The ETag that must still be there; `undefined` when nothing may be there. */
  replaces: string | undefined;
}

/** A DELETE that only succeeds when nobody changed the name since its HEAD. */
export interface Doomed {
  key: string;
  etag: string;
}

/** A source as one GET saw it: `etag` and `length` come from the headers, the bytes only when they are read. */
export interface Source {
  etag: string;
  length: number;
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

/** What reconciling needs of S3. An absent object is `undefined`, a lost race is `false`, everything else is thrown. */
export interface ObjectStore {
  head(bucket: string, key: string): Promise<Head | undefined>;
  get(bucket: string, key: string): Promise<Source | undefined>;
  put(bucket: string, target: Target, output: Output): Promise<boolean>;
  delete(bucket: string, doomed: Doomed): Promise<boolean>;
}
