import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../../data/database.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { ReceivedBody } from "../body.ts";
import type { ChecksumAlgorithm } from "../checksums.ts";
import type { ObjectFiles, WriteChunk } from "./object-files.ts";
import type { NewObject, ObjectRows } from "./object-rows.ts";
import { deletePieces, insertPiece, type PieceRow, piecesOf } from "./pieces.ts";
import { asKey, type ObjectAttributes, type ObjectChecksum, type StoredObject } from "./schema.ts";

export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiated: Date;
  attributes: ObjectAttributes;
  checksumAlgorithm: ChecksumAlgorithm | undefined;
  checksumType: ObjectChecksum["type"] | undefined;
}

export interface Assembly {
  upload: Upload;
  parts: PieceRow[];
  etag: string;
  checksum: ObjectChecksum | undefined;
  condition: NewObject["condition"];
}

interface UploadRow {
  id: string;
  bucket: string;
  key: Uint8Array;
  initiated: number;
  attributes: string;
  checksum_algorithm: ChecksumAlgorithm | null;
  checksum_type: ObjectChecksum["type"] | null;
}

/** Keeps multipart uploads. Completing one copies no bytes: the parts' files become the object's. */
export class Uploads {
  readonly #database: DatabaseSync;
  readonly #files: ObjectFiles;
  readonly #objects: ObjectRows;

  constructor(database: DatabaseSync, files: ObjectFiles, objects: ObjectRows) {
    this.#database = database;
    this.#files = files;
    this.#objects = objects;
  }

  find(bucket: string, key: string, id: string): Upload | undefined {
    const row = this.#database
      .prepare("SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?")
      .get(id, bucket, Buffer.from(key)) as UploadRow | undefined;
    return row && asUpload(row);
  }

  list(bucket: string): Upload[] {
    const rows = this.#database
      .prepare("SELECT * FROM uploads WHERE bucket = ? ORDER BY key, initiated, id")
      .all(bucket);
    return (rows as unknown as UploadRow[]).map(asUpload);
  }

  parts(upload: Upload): PieceRow[] {
    return piecesOf(this.#database, upload.id);
  }

  create(upload: Omit<Upload, "id" | "initiated">): Upload {
    const created: Upload = { ...upload, id: randomUUID(), initiated: new Date() };
    this.#database
      .prepare("INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(
        created.id,
        created.bucket,
        Buffer.from(created.key),
        created.initiated.getTime(),
        JSON.stringify(created.attributes),
        created.checksumAlgorithm ?? null,
        created.checksumType ?? null,
      );
    return created;
  }

  async putPart(
    upload: Upload,
    number: number,
    fill: (write: WriteChunk) => Promise<ReceivedBody>,
  ): Promise<PieceRow> {
    const { file, result } = await this.#files.create(fill);
    const { size, md5: etag, checksum } = result;
    const lastModified = new Date();
    const part: PieceRow = { owner: upload.id, number, file, size, etag, checksum, lastModified };
    const replaced = await this.#files.orRemove(file, () =>
      inTransaction(this.#database, () => {
        this.#checkOpen(upload);
        const earlier = deletePieces(this.#database, upload.id, number);
        insertPiece(this.#database, part);
        return earlier;
      }),
    );
    await this.#files.remove(replaced);
    return part;
  }

  /** Turns `parts` into an object, with the upload's id as its version, and removes the other parts. */
  async complete({ upload, parts, etag, checksum, condition }: Assembly): Promise<StoredObject> {
    const { id: version, bucket, key, attributes } = upload;
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    const stored = { bucket, key, version, size, etag, lastModified: new Date(), attributes, checksum };
    const removed = inTransaction(this.#database, () => {
      this.#checkOpen(upload);
      const unused = unusedParts(this.parts(upload), parts);
      this.#removeRow(upload);
      const eventName = "ObjectCreated:CompleteMultipartUpload";
      const replaced = this.#objects.replace(stored, { condition, eventName });
      return [...replaced, ...unused.flatMap(({ number }) => deletePieces(this.#database, version, number))];
    });
    await this.#files.remove(removed);
    return stored;
  }

  async abort(upload: Upload): Promise<void> {
    const removed = inTransaction(this.#database, () => {
      this.#checkOpen(upload);
      this.#removeRow(upload);
      return deletePieces(this.#database, upload.id);
    });
    await this.#files.remove(removed);
  }

  #checkOpen(upload: Upload): void {
    if (this.find(upload.bucket, upload.key, upload.id) === undefined) throw new S3Error("NoSuchUpload");
  }

  #removeRow(upload: Upload): void {
    this.#database.prepare("DELETE FROM uploads WHERE id = ?").run(upload.id);
  }
}

/** @throws {S3Error} InvalidPart when a chosen part has been replaced since it was read. */
function unusedParts(uploaded: PieceRow[], chosen: PieceRow[]): PieceRow[] {
  const used = new Set(chosen.map(({ file }) => file));
  const unused = uploaded.filter(({ file }) => !used.has(file));
  if (uploaded.length - unused.length !== used.size) throw new S3Error("InvalidPart");
  return unused;
}

function asUpload(row: UploadRow): Upload {
  return {
    id: row.id,
    bucket: row.bucket,
    key: asKey(row.key),
    initiated: new Date(row.initiated),
    attributes: JSON.parse(row.attributes) as ObjectAttributes,
    checksumAlgorithm: row.checksum_algorithm ?? undefined,
    checksumType: row.checksum_type ?? undefined,
  };
}
