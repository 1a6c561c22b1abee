import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Readable } from "node:stream";
import { inTransaction } from "../../data/database.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { ReceivedBody } from "../body.ts";
import type { WriteCondition } from "../conditions.ts";
import type { ObjectEvent } from "../object-event.ts";
import {
  type Bucket,
  type BucketUsage,
  createBuckets,
  hasBucket,
  listBuckets,
  measureBuckets,
} from "./buckets.ts";
import { type Listing, type ListQuery, listObjects } from "./listing.ts";
import { ObjectFiles, type WriteChunk } from "./object-files.ts";
import { type Deletion, type NewObject, ObjectRows } from "./object-rows.ts";
import { insertPiece, knownFiles, piecesOf } from "./pieces.ts";
import { createTables, type ObjectVersion, type StoredObject, versionIdOf } from "./schema.ts";
import { Uploads } from "./uploads.ts";
import { listVersions, type VersionListing, type VersionQuery } from "./version-listing.ts";
import { Versions } from "./versions.ts";

export interface StorageOptions {
  database: DatabaseSync;
  dataFolder: string;
  /** Created when they are absent. */
  buckets: string[];
  /** Those of the `buckets` that keep versions. */
  versionedBuckets?: string[];
  /** Runs inside the transaction of the change: object and event are both on disk, or neither is. */
  recordEvent: (event: ObjectEvent) => void;
}

export interface DeletedKey {
  key: string;
  /** Deletes this version for good, and not the current object. */
  versionId: string | undefined;
  condition: WriteCondition;
}

export interface OpenedObject {
  object: StoredObject;
  /** To be called at once: a replaced object stays readable only for streams opened before. */
  stream(start?: number, end?: number): Readable;
}

/** Opens the objects of a data folder and removes the files of unfinished uploads, hence once per process. */
export function createStorage(options: StorageOptions): Storage {
  return new Storage(options);
}

class Storage {
  readonly files: ObjectFiles;
  readonly uploads: Uploads;
  readonly #database: DatabaseSync;
  readonly #objects: ObjectRows;
  readonly #versions: Versions;

  constructor({ database, dataFolder, buckets, versionedBuckets = [], recordEvent }: StorageOptions) {
    createTables(database);
    createBuckets(database, buckets);
    this.#database = database;
    this.files = new ObjectFiles(join(dataFolder, "objects"));
    this.files.sweep(knownFiles(database));
    this.#versions = new Versions(database, versionedBuckets);
    this.#objects = new ObjectRows(database, this.#versions, recordEvent);
    this.uploads = new Uploads(database, this.files, this.#objects);
  }

  buckets(): Bucket[] {
    return listBuckets(this.#database);
  }

  /** @throws {S3Error} NoSuchBucket. */
  checkBucket(name: string): void {
    if (!hasBucket(this.#database, name)) throw new S3Error("NoSuchBucket", undefined, { BucketName: name });
  }

  usage(): BucketUsage[] {
    return measureBuckets(this.#database);
  }

  list(query: ListQuery): Listing {
    return listObjects(this.#database, query);
  }

  /** Unversioned objects are listed too, as their bucket's null versions. */
  listVersions(query: VersionQuery): VersionListing {
    const isKept = this.keepsVersions(query.bucket);
    return listVersions(this.#database, query, (version) => (isKept ? versionIdOf(version) : "null"));
  }

  newest(bucket: string, limit: number): StoredObject[] {
    return this.#objects.newest(bucket, limit);
  }

  outputsOf(bucket: string, sourceKey: string): StoredObject[] {
    return this.#objects.outputsOf(bucket, sourceKey);
  }

  find(bucket: string, key: string): StoredObject | undefined {
    return this.#objects.find(bucket, key);
  }

  /** Finds a version, or the newest of the key, each of them possibly a delete marker. */
  findVersion(bucket: string, key: string, versionId?: string): ObjectVersion | undefined {
    return this.#objects.findVersion(bucket, key, versionId);
  }

  /** Returns the name of a version for clients; `undefined` in a bucket that keeps no versions. */
  versionId(version: ObjectVersion): string | undefined {
    return this.#objects.versionId(version);
  }

  keepsVersions(bucket: string): boolean {
    return this.#versions.areKeptIn(bucket);
  }

  setTags(object: StoredObject, tags: Record<string, string>): void {
    this.#objects.setTags(object, tags);
  }

  /** Returns the current object, and how to stream it. */
  open(bucket: string, key: string): OpenedObject | undefined {
    const object = this.#objects.find(bucket, key);
    return object && this.openObject(object);
  }

  /** Tells how to stream an object: whole, or from `start` to before `end`. */
  openObject(object: StoredObject): OpenedObject {
    const pieces = piecesOf(this.#database, object.version);
    return { object, stream: (start = 0, end = object.size) => this.files.read(pieces, start, end) };
  }

  /** Stores the bytes written by `fill`, and returns once object and event are on disk. */
  async put(object: NewObject, fill: (write: WriteChunk) => Promise<ReceivedBody>): Promise<StoredObject> {
    const { file, result } = await this.files.create(fill);
    const { size, md5: etag } = result;
    const checksum = result.checksum && { ...result.checksum, type: "FULL_OBJECT" as const };
    const lastModified = new Date();
    const stored = { ...object, version: randomUUID(), size, etag, lastModified, checksum };
    const piece = { owner: stored.version, number: 1, file, size, etag, lastModified, checksum };
    const replaced = await this.files.orRemove(file, () =>
      inTransaction(this.#database, () => {
        insertPiece(this.#database, piece);
        return this.#objects.replace(stored, object);
      }),
    );
    await this.files.remove(replaced);
    return stored;
  }

  /** Deletes objects in one transaction. The results are in the order of `keys`: an error for each failed condition. */
  async delete(bucket: string, keys: DeletedKey[]): Promise<(Deletion | S3Error)[]> {
    const files: string[] = [];
    const results = inTransaction(this.#database, () =>
      keys.map(({ key, versionId, condition }) => {
        const failure = failureOf(() => condition(this.#objects.find(bucket, key)));
        if (failure !== undefined) return failure;
        const { files: removed, ...deletion } =
          versionId === undefined
            ? this.#objects.remove(bucket, key)
            : this.#objects.removeVersion(bucket, key, versionId);
        files.push(...removed);
        return deletion;
      }),
    );
    await this.files.remove(files);
    return results;
  }
}

export type { Storage };

function failureOf(check: () => void): S3Error | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof S3Error) return error;
    throw error;
  }
}
