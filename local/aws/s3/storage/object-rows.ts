import type { DatabaseSync } from "node:sqlite";
import type { WriteCondition } from "../conditions.ts";
import type { ObjectEvent } from "../object-event.ts";
import { deletePieces } from "./pieces.ts";
import { asJson, asObject, type ObjectAttributes, type ObjectRow, type StoredObject } from "./schema.ts";

export interface NewObject {
  bucket: string;
  key: string;
  attributes: ObjectAttributes;
  eventName: ObjectEvent["eventName"];
  condition: WriteCondition;
}

export type ReplaceObject = (
  stored: StoredObject,
  how: Pick<NewObject, "condition" | "eventName">,
) => string[];

/** The rows of objects. What changes them has to run inside a transaction, and answers the files to remove after it. */
export function createObjects(database: DatabaseSync, recordEvent: (event: ObjectEvent) => void) {
  const select = database.prepare("SELECT * FROM objects WHERE bucket = ? AND key = ?");

  function find(bucket: string, key: string): StoredObject | undefined {
    const row = select.get(bucket, Buffer.from(key)) as ObjectRow | undefined;
    return row && asObject(row);
  }

  function removeRows({ bucket, key, version }: StoredObject): string[] {
    database.prepare("DELETE FROM objects WHERE bucket = ? AND key = ?").run(bucket, Buffer.from(key));
    return deletePieces(database, version);
  }

  const replace: ReplaceObject = (stored, { condition, eventName }) => {
    const { bucket, key, version, size, etag, lastModified } = stored;
    const current = find(bucket, key);
    condition(current);
    const replaced = current === undefined ? [] : removeRows(current);
    database
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
    recordEvent({ bucket, key, size, etag, eventName, time: lastModified });
    return replaced;
  };

  return {
    find,
    replace,

    remove(object: StoredObject): string[] {
      const { bucket, key, size, etag } = object;
      const removed = removeRows(object);
      recordEvent({ bucket, key, size, etag, eventName: "ObjectRemoved:Delete", time: new Date() });
      return removed;
    },

    setTags(object: StoredObject, tags: Record<string, string>): void {
      const attributes: ObjectAttributes = { ...object.attributes, tags };
      database
        .prepare("UPDATE objects SET attributes = ? WHERE version = ?")
        .run(JSON.stringify(attributes), object.version);
    },
  };
}
