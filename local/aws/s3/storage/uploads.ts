import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../../data/database.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { ReceivedBody } from "../body.ts";
import type { ChecksumAlgorithm } from "../checksums.ts";
import type { ObjectFiles, WriteChunk } from "./object-files.ts";
import type { NewObject, ReplaceObject } from "./object-rows.ts";
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

/** Multipart uploads. Their parts' files become the object's: completing copies no bytes. */
export function createUploads(database: DatabaseSync, files: ObjectFiles, replace: ReplaceObject) {
  function find(bucket: string, key: string, id: string): Upload | undefined {
    const row = database
      .prepare("SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?")
      .get(id, bucket, Buffer.from(key)) as UploadRow | undefined;
    return row && asUpload(row);
  }

  function checkOpen(upload: Upload): void {
    if (find(upload.bucket, upload.key, upload.id) === undefined) throw new S3Error("NoSuchUpload");
  }

  return {
    find,

    parts: (upload: Upload) => piecesOf(database, upload.id),

    create(upload: Omit<Upload, "id" | "initiated">): Upload {
      const created: Upload = { ...upload, id: randomUUID(), initiated: new Date() };
      database
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
    },

    list(bucket: string): Upload[] {
      const rows = database
        .prepare("SELECT * FROM uploads WHERE bucket = ? ORDER BY key, initiated, id")
        .all(bucket);
      return (rows as unknown as UploadRow[]).map(asUpload);
    },

    async putPart(
      upload: Upload,
      number: number,
      fill: (write: WriteChunk) => Promise<ReceivedBody>,
    ): Promise<PieceRow> {
      const { file, result } = await files.create(fill);
      const { size, md5: etag, checksum } = result;
      const part: PieceRow = {
        owner: upload.id,
        number,
        file,
        size,
        etag,
        checksum,
        lastModified: new Date(),
      };
      const replaced = await files.orRemove(file, () =>
        inTransaction(database, () => {
          checkOpen(upload);
          const earlier = deletePieces(database, upload.id, number);
          insertPiece(database, part);
          return earlier;
        }),
      );
      await files.remove(replaced);
      return part;
    },

    /** Makes the parts an object whose version is the upload's id; parts that it does not name are removed. */
    async complete({ upload, parts, etag, checksum, condition }: Assembly): Promise<StoredObject> {
      const { id: version, bucket, key, attributes } = upload;
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      const stored = { bucket, key, version, size, etag, lastModified: new Date(), attributes, checksum };
      const removed = inTransaction(database, () => {
        checkOpen(upload);
        const uploaded = piecesOf(database, version);
        const used = new Set(parts.map(({ file }) => file));
        if (uploaded.filter(({ file }) => used.has(file)).length !== used.size)
          throw new S3Error("InvalidPart");
        const unused = uploaded.filter(({ file }) => !used.has(file));
        database.prepare("DELETE FROM uploads WHERE id = ?").run(version);
        const replaced = replace(stored, { condition, eventName: "ObjectCreated:CompleteMultipartUpload" });
        return [...replaced, ...unused.flatMap(({ number }) => deletePieces(database, version, number))];
      });
      await files.remove(removed);
      return stored;
    },

    async abort(upload: Upload): Promise<void> {
      const removed = inTransaction(database, () => {
        checkOpen(upload);
        database.prepare("DELETE FROM uploads WHERE id = ?").run(upload.id);
        return deletePieces(database, upload.id);
      });
      await files.remove(removed);
    },
  };
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
