import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { inTransaction } from "../../data/database.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { ReceivedBody } from "../body.ts";
import type { WriteCondition } from "../conditions.ts";
import type { ObjectEvent } from "../object-event.ts";
import { type ListQuery, listObjects } from "./listing.ts";
import { createObjectFiles, type WriteChunk } from "./object-files.ts";
import { createObjects, type NewObject } from "./object-rows.ts";
import { insertPiece, knownFiles, piecesOf } from "./pieces.ts";
import { asObject, createTables, type ObjectRow, type StoredObject, sourceKeyColumn } from "./schema.ts";
import { createUploads } from "./uploads.ts";

export interface StorageOptions {
  database: DatabaseSync;
  dataFolder: string;
  /** Made when they are absent. */
  buckets: string[];
  /** Called inside the transaction that changes the object: both are on disk, or neither is. */
  recordEvent: (event: ObjectEvent) => void;
}

export type Storage = ReturnType<typeof createStorage>;

/** Opens the objects of a data folder, once per process: it removes the files of uploads that never ended. */
export function createStorage({ database, dataFolder, buckets, recordEvent }: StorageOptions) {
  createTables(database);
  createBuckets(database, buckets);
  const files = createObjectFiles(join(dataFolder, "objects"));
  files.sweep(knownFiles(database));

  const objects = createObjects(database, recordEvent);

  return {
    files,
    uploads: createUploads(database, files, objects.replace),
    find: objects.find,
    setTags: objects.setTags,

    buckets(): { name: string; created: Date }[] {
      const rows = database.prepare("SELECT name, created FROM buckets ORDER BY name").all();
      return rows.map(({ name, created }) => ({ name: String(name), created: new Date(Number(created)) }));
    },

    checkBucket(name: string): void {
      if (database.prepare("SELECT 1 FROM buckets WHERE name = ?").get(name) === undefined) {
        throw new S3Error("NoSuchBucket", undefined, { BucketName: name });
      }
    },

    list: (query: ListQuery) => listObjects(database, query),

    /** How many objects each bucket has, and of how many bytes together. */
    usage(): { bucket: string; objects: number; bytes: number }[] {
      const rows = database
        .prepare(
          `SELECT name, count(size) AS objects, total(size) AS bytes
           FROM buckets LEFT JOIN objects ON bucket = name GROUP BY name`,
        )
        .all();
      return rows.map(({ name, objects, bytes }) => {
        return { bucket: String(name), objects: Number(objects), bytes: Number(bytes) };
      });
    },

    /** The objects written last, the newest first. */
    newest(bucket: string, limit: number) {
      const rows = database
        .prepare("SELECT * FROM objects WHERE bucket = ? ORDER BY last_modified DESC, key LIMIT ?")
        .all(bucket, limit) as unknown as ObjectRow[];
      return rows.map(asObject);
    },

    /** @param sourceKey - As the metadata of outputs has it. */
    outputsOf(bucket: string, sourceKey: string): StoredObject[] {
      const rows = database
        .prepare(`SELECT * FROM objects WHERE bucket = ? AND ${sourceKeyColumn} = ?`)
        .all(bucket, sourceKey) as unknown as ObjectRow[];
      return rows.map(asObject);
    },

    /** The object as it is now, with the means to stream it: all of it, or from `start` to before `end`. */
    open(bucket: string, key: string): OpenedObject | undefined {
      const object = objects.find(bucket, key);
      if (object === undefined) return undefined;
      const pieces = piecesOf(database, object.version);
      return { object, stream: (start = 0, end = object.size) => files.read(pieces, start, end) };
    },

    /** Stores what `fill` writes, and answers once object and event are on disk. */
    async put(object: NewObject, fill: (write: WriteChunk) => Promise<ReceivedBody>): Promise<StoredObject> {
      const { file, result } = await files.create(fill);
      const { size, md5: etag } = result;
      const checksum = result.checksum && { ...result.checksum, type: "FULL_OBJECT" as const };
      const lastModified = new Date();
      const stored = { ...object, version: randomUUID(), size, etag, lastModified, checksum };
      const replaced = await files.orRemove(file, () =>
        inTransaction(database, () => {
          insertPiece(database, {
            owner: stored.version,
            number: 1,
            file,
            size,
            etag,
            lastModified,
            checksum,
          });
          return objects.replace(stored, object);
        }),
      );
      await files.remove(replaced);
      return stored;
    },

    /** Deletes several objects in one transaction; a condition that fails is answered for its key only. */
    async delete(
      bucket: string,
      keys: { key: string; condition: WriteCondition }[],
    ): Promise<(S3Error | undefined)[]> {
      const removed: string[] = [];
      const results = inTransaction(database, () =>
        keys.map(({ key, condition }) => {
          const current = objects.find(bucket, key);
          const failure = failureOf(() => condition(current));
          if (failure === undefined && current !== undefined) removed.push(...objects.remove(current));
          return failure;
        }),
      );
      await files.remove(removed);
      return results;
    },
  };
}

export interface OpenedObject {
  object: StoredObject;
  /** To be called at once: what is replaced later stays readable only for streams that exist. */
  stream(start?: number, end?: number): Readable;
}

function createBuckets(database: DatabaseSync, names: string[]): void {
  const insert = database.prepare("INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)");
  for (const name of names) insert.run(name, Date.now());
}

function failureOf(check: () => void): S3Error | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof S3Error) return error;
    throw error;
  }
}
