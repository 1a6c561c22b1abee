import type { DatabaseSync } from "node:sqlite";
import type { Checksum } from "../checksums.ts";

/** The client's own words about an object, kept and returned unchanged. */
export interface ObjectAttributes {
  headers: Record<string, string>;
  metadata: Record<string, string>;
  tags: Record<string, string>;
}

export interface ObjectChecksum extends Checksum {
  type: "FULL_OBJECT" | "COMPOSITE";
}

export interface StoredObject {
  bucket: string;
  key: string;
  /** Names the object's pieces, and differs each time the key is written. */
  version: string;
  size: number;
  /** Without quotes. */
  etag: string;
  lastModified: Date;
  attributes: ObjectAttributes;
  checksum: ObjectChecksum | undefined;
}

/** Stands where an object was deleted, in a bucket that keeps versions. */
export interface DeleteMarker extends Pick<StoredObject, "bucket" | "key" | "version" | "lastModified"> {
  size?: undefined;
}

export type ObjectVersion = StoredObject | DeleteMarker;

export function isMarker(version: ObjectVersion): version is DeleteMarker {
  return version.size === undefined;
}

export const nullPrefix = "null-";

/** Returns the name of a version for clients: `null` for one from before its bucket kept versions. */
export function versionIdOf(version: string): string {
  return version.startsWith(nullPrefix) ? "null" : version;
}

/** The source named in an output's metadata. */
export const sourceKeyColumn = `attributes ->> '$.metadata."source-key"'`;

/**
 * Keys are blobs: they sort by their UTF-8 bytes and may hold any character. `objects` has what a GET without a
 * version answers, and `versions` all else: older versions, and delete markers, which alone have no size.
 */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS objects (
      bucket TEXT NOT NULL, key BLOB NOT NULL, version TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
      etag TEXT NOT NULL, last_modified INTEGER NOT NULL, attributes TEXT NOT NULL, checksum TEXT,
      PRIMARY KEY (bucket, key)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS objects_by_time ON objects (bucket, last_modified);
    CREATE INDEX IF NOT EXISTS objects_by_source ON objects (bucket, ${sourceKeyColumn});
    CREATE TABLE IF NOT EXISTS versioned_buckets (name TEXT PRIMARY KEY) STRICT;
    CREATE TABLE IF NOT EXISTS versions (
      number INTEGER PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, version TEXT NOT NULL UNIQUE,
      size INTEGER, etag TEXT, last_modified INTEGER NOT NULL, attributes TEXT, checksum TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS versions_by_key ON versions (bucket, key, number DESC);
    CREATE TABLE IF NOT EXISTS uploads (
      id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, initiated INTEGER NOT NULL,
      attributes TEXT NOT NULL, checksum_algorithm TEXT, checksum_type TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS pieces (
      owner TEXT NOT NULL, number INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
      etag TEXT NOT NULL, last_modified INTEGER NOT NULL, checksum TEXT,
      PRIMARY KEY (owner, number)
    ) STRICT;
  `);
}

export interface ObjectRow {
  bucket: string;
  key: Uint8Array;
  version: string;
  size: number;
  etag: string;
  last_modified: number;
  attributes: string;
  checksum: string | null;
}

export function asObject(row: ObjectRow): StoredObject {
  const { bucket, version, size, etag } = row;
  return {
    bucket,
    key: asKey(row.key),
    version,
    size,
    etag,
    lastModified: new Date(row.last_modified),
    attributes: JSON.parse(row.attributes) as ObjectAttributes,
    checksum: row.checksum === null ? undefined : (JSON.parse(row.checksum) as ObjectChecksum),
  };
}

export interface VersionRow extends Omit<ObjectRow, "size" | "etag" | "attributes"> {
  size: number | null;
  etag: string | null;
  attributes: string | null;
}

export function asVersion({ size, etag, attributes, ...row }: VersionRow): ObjectVersion {
  const { bucket, version } = row;
  if (size !== null && etag !== null && attributes !== null)
    return asObject({ ...row, size, etag, attributes });
  return { bucket, key: asKey(row.key), version, lastModified: new Date(row.last_modified) };
}

export function asKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

export function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
