import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../../data/database.ts";
import {
  asVersion,
  type DeleteMarker,
  nullPrefix,
  type ObjectVersion,
  type StoredObject,
  type VersionRow,
  versionIdOf,
} from "./schema.ts";

const columns = "bucket, key, version, size, etag, last_modified, attributes, checksum";

/**
 * Keeps older versions and delete markers. A version gets the highest number when a newer one takes its place, so
 * numbers are in the order of time. Every change runs inside the caller's transaction.
 */
export class Versions {
  readonly #database: DatabaseSync;
  readonly #buckets: Set<string>;

  /** @param buckets - Keep versions from now on. A bucket that did so before goes on, as in S3. */
  constructor(database: DatabaseSync, buckets: string[]) {
    this.#database = database;
    for (const bucket of buckets) inTransaction(database, () => startVersions(database, bucket));
    const rows = database.prepare("SELECT name FROM versioned_buckets").all();
    this.#buckets = new Set(rows.map(({ name }) => String(name)));
  }

  areKeptIn(bucket: string): boolean {
    return this.#buckets.has(bucket);
  }

  /** Returns the newest of a key, without its current object. */
  newest(bucket: string, key: string): ObjectVersion | undefined {
    const row = this.#database
      .prepare("SELECT * FROM versions WHERE bucket = ? AND key = ? ORDER BY number DESC LIMIT 1")
      .get(bucket, Buffer.from(key)) as VersionRow | undefined;
    return row && asVersion(row);
  }

  find(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    const rows = this.#database
      .prepare("SELECT * FROM versions WHERE bucket = ? AND key = ?")
      .all(bucket, Buffer.from(key)) as unknown as VersionRow[];
    const row = rows.find(({ version }) => versionIdOf(version) === versionId);
    return row && asVersion(row);
  }

  /** Makes the current object an older version. */
  archive({ version }: StoredObject): void {
    this.#move("objects", "versions", version);
  }

  /** Makes an older version the current object. */
  restore({ version }: StoredObject): void {
    this.#move("versions", "objects", version);
  }

  addMarker(bucket: string, key: string): DeleteMarker {
    const marker = { bucket, key, version: randomUUID(), lastModified: new Date() };
    this.#database
      .prepare("INSERT INTO versions (bucket, key, version, last_modified) VALUES (?, ?, ?, ?)")
      .run(bucket, Buffer.from(key), marker.version, marker.lastModified.getTime());
    return marker;
  }

  #move(from: string, to: string, version: string): void {
    this.#database
      .prepare(`INSERT INTO ${to} (${columns}) SELECT ${columns} FROM ${from} WHERE version = ?`)
      .run(version);
    this.#database.prepare(`DELETE FROM ${from} WHERE version = ?`).run(version);
  }
}

/** Marks the objects that the bucket holds already as its null versions. */
function startVersions(database: DatabaseSync, bucket: string): void {
  const { changes } = database.prepare("INSERT OR IGNORE INTO versioned_buckets VALUES (?)").run(bucket);
  if (changes === 0) return;
  const here = "SELECT version FROM objects WHERE bucket = ?";
  database.prepare(`UPDATE pieces SET owner = '${nullPrefix}' || owner WHERE owner IN (${here})`).run(bucket);
  database.prepare(`UPDATE objects SET version = '${nullPrefix}' || version WHERE bucket = ?`).run(bucket);
}
