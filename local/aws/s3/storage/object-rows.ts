import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { WriteCondition } from "../conditions.ts";
import type { ObjectEvent } from "../object-event.ts";
import { deletePieces } from "./pieces.ts";
import {
  asJson,
  asObject,
  isMarker,
  type ObjectAttributes,
  type ObjectRow,
  type ObjectVersion,
  type StoredObject,
  sourceKeyColumn,
  versionIdOf,
} from "./schema.ts";
import type { Versions } from "./versions.ts";

export interface NewObject {
  bucket: string;
  key: string;
  attributes: ObjectAttributes;
  eventName: ObjectEvent["eventName"];
  condition: WriteCondition;
}

/** Tells about a deletion in a bucket that keeps versions: its marker, or the version that is gone. */
export interface Deletion {
  versionId: string | undefined;
  isMarker: boolean;
}

/** The files to remove after the transaction. */
interface Removed extends Deletion {
  files: string[];
}

/**
 * Keeps the rows of objects. `replace` and `remove` run inside the caller's transaction and return the files to
 * remove after it.
 */
export class ObjectRows {
  readonly #database: DatabaseSync;
  readonly #recordEvent: (event: ObjectEvent) => void;
  readonly #versions: Versions;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync, versions: Versions, recordEvent: (event: ObjectEvent) => void) {
    this.#database = database;
    this.#versions = versions;
    this.#recordEvent = recordEvent;
    this.#select = database.prepare("SELECT * FROM objects WHERE bucket = ? AND key = ?");
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#select.get(bucket, Buffer.from(key)) as ObjectRow | undefined;
    return row && asObject(row);
  }

  /** Finds a version, or the newest of the key, each of them possibly a delete marker. */
  findVersion(bucket: string, key: string, versionId: string | undefined): ObjectVersion | undefined {
    const current = this.find(bucket, key);
    if (versionId === undefined) return current ?? this.#versions.newest(bucket, key);
    const names = [
      current && versionIdOf(current.version),
      this.#versions.areKeptIn(bucket) ? undefined : "null",
    ];
    if (names.includes(versionId)) return current;
    return this.#versions.find(bucket, key, versionId);
  }

  versionId({ bucket, version }: ObjectVersion): string | undefined {
    return this.#versions.areKeptIn(bucket) ? versionIdOf(version) : undefined;
  }

  /** Returns the objects written last, newest first. */
  newest(bucket: string, limit: number): StoredObject[] {
    const rows = this.#database
      .prepare("SELECT * FROM objects WHERE bucket = ? ORDER BY last_modified DESC, key LIMIT ?")
      .all(bucket, limit) as unknown as ObjectRow[];
    return rows.map(asObject);
  }

  /** @param sourceKey - The value of `source-key` in the outputs' metadata. */
  outputsOf(bucket: string, sourceKey: string): StoredObject[] {
    const rows = this.#database
      .prepare(`SELECT * FROM objects WHERE bucket = ? AND ${sourceKeyColumn} = ?`)
      .all(bucket, sourceKey) as unknown as ObjectRow[];
    return rows.map(asObject);
  }

  replace(
    stored: StoredObject,
    { condition, eventName }: Pick<NewObject, "condition" | "eventName">,
  ): string[] {
    const { bucket, key, version, size, etag, lastModified } = stored;
    const current = this.find(bucket, key);
    condition(current);
    const replaced = current === undefined ? [] : this.#takeAway(current);
    this.#database
      .prepare("INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .run(
        bucket,
        Buffer.from(key),
        version,
        size,
        etag,
        lastModified.getTime(),
        JSON.stringify(stored.attributes),
        asJson(stored.checksum),
      );
    this.#record(stored, eventName, lastModified);
    return replaced;
  }

  /** Deletes the current object of a key: it becomes an older version below a marker, where its bucket keeps versions. */
  remove(bucket: string, key: string): Removed {
    const current = this.find(bucket, key);
    const files = current === undefined ? [] : this.#takeAway(current);
    if (!this.#versions.areKeptIn(bucket)) {
      if (current !== undefined) this.#record(current, "ObjectRemoved:Delete");
      return { files, versionId: undefined, isMarker: false };
    }
    const marker = this.#versions.addMarker(bucket, key);
    this.#record(marker, "ObjectRemoved:DeleteMarkerCreated");
    return { files, versionId: this.versionId(marker), isMarker: true };
  }

  /** Removes a version for good. The one before it becomes current, where it was the newest. */
  removeVersion(bucket: string, key: string, versionId: string): Removed {
    const found = this.findVersion(bucket, key, versionId);
    if (found === undefined) return { files: [], versionId, isMarker: false };
    const files = this.#removeRows(found);
    const newest = this.find(bucket, key) === undefined ? this.#versions.newest(bucket, key) : undefined;
    if (newest !== undefined && !isMarker(newest)) this.#versions.restore(newest);
    this.#record(found, "ObjectRemoved:Delete");
    return { files, versionId, isMarker: isMarker(found) };
  }

  setTags({ attributes, version }: StoredObject, tags: Record<string, string>): void {
    const text = JSON.stringify({ ...attributes, tags });
    for (const table of ["objects", "versions"]) {
      this.#database.prepare(`UPDATE ${table} SET attributes = ? WHERE version = ?`).run(text, version);
    }
  }

  /** Makes room for the successor of a current object. */
  #takeAway(current: StoredObject): string[] {
    if (!this.#versions.areKeptIn(current.bucket)) return this.#removeRows(current);
    this.#versions.archive(current);
    return [];
  }

  #removeRows({ version }: ObjectVersion): string[] {
    for (const table of ["objects", "versions"]) {
      this.#database.prepare(`DELETE FROM ${table} WHERE version = ?`).run(version);
    }
    return deletePieces(this.#database, version);
  }

  #record(version: ObjectVersion, eventName: ObjectEvent["eventName"], time = new Date()): void {
    const { bucket, key } = version;
    const [size, etag] = isMarker(version) ? [0, ""] : [version.size, version.etag];
    this.#recordEvent({ bucket, key, size, etag, versionId: this.versionId(version), eventName, time });
  }
}
