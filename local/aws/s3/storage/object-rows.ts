import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { WriteCondition } from "../conditions.ts";
import type { ObjectEvent } from "../object-event.ts";
import { deletePieces } from "./pieces.ts";
import {
  asJson,
  asObject,
  type ObjectAttributes,
  type ObjectRow,
  type StoredObject,
  sourceKeyColumn,
} from "./schema.ts";

export interface NewObject {
  bucket: string;
  key: string;
  attributes: ObjectAttributes;
  eventName: ObjectEvent["eventName"];
  condition: WriteCondition;
}

/**
 * Keeps the rows of objects. `replace` and `remove` run inside the caller's transaction and return the files to
 * remove after it.
 */
export class ObjectRows {
  readonly #database: DatabaseSync;
  readonly #recordEvent: (event: ObjectEvent) => void;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync, recordEvent: (event: ObjectEvent) => void) {
    this.#database = database;
    this.#recordEvent = recordEvent;
    this.#select = database.prepare("SELECT * FROM objects WHERE bucket = ? AND key = ?");
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#select.get(bucket, Buffer.from(key)) as ObjectRow | undefined;
    return row && asObject(row);
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
    const replaced = current === undefined ? [] : this.#removeRows(current);
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
    this.#recordEvent({ bucket, key, size, etag, eventName, time: lastModified });
    return replaced;
  }

  remove(object: StoredObject): string[] {
    const { bucket, key, size, etag } = object;
    const removed = this.#removeRows(object);
    this.#recordEvent({ bucket, key, size, etag, eventName: "ObjectRemoved:Delete", time: new Date() });
    return removed;
  }

  setTags(object: StoredObject, tags: Record<string, string>): void {
    const attributes: ObjectAttributes = { ...object.attributes, tags };
    this.#database
      .prepare("UPDATE objects SET attributes = ? WHERE version = ?")
      .run(JSON.stringify(attributes), object.version);
  }

  #removeRows({ bucket, key, version }: StoredObject): string[] {
    this.#database.prepare("DELETE FROM objects WHERE bucket = ? AND key = ?").run(bucket, Buffer.from(key));
    return deletePieces(this.#database, version);
  }
}
