import type { DatabaseSync } from "node:sqlite";
import type { Checksum } from "../checksums.ts";
import type { Piece } from "./object-files.ts";
import { asJson } from "./schema.ts";

/** A file of an object or of an upload's part. `owner` is the object's version or the upload's id. */
export interface PieceRow extends Piece {
  owner: string;
  number: number;
  etag: string;
  lastModified: Date;
  checksum: Checksum | undefined;
}

export function insertPiece(database: DatabaseSync, piece: PieceRow): void {
  const { owner, number, file, size, etag, lastModified, checksum } = piece;
  database
    .prepare("INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(owner, number, file, size, etag, lastModified.getTime(), asJson(checksum));
}

export function piecesOf(database: DatabaseSync, owner: string): PieceRow[] {
  const rows = database.prepare("SELECT * FROM pieces WHERE owner = ? ORDER BY number").all(owner);
  return rows.map((row) => ({
    owner,
    number: Number(row.number),
    file: String(row.file),
    size: Number(row.size),
    etag: String(row.etag),
    lastModified: new Date(Number(row.last_modified)),
    checksum: typeof row.checksum === "string" ? (JSON.parse(row.checksum) as Checksum) : undefined,
  }));
}

/** Removes rows, and returns the files they named. */
export function deletePieces(database: DatabaseSync, owner: string, number?: number): string[] {
  const rows =
    number === undefined
      ? database.prepare("DELETE FROM pieces WHERE owner = ? RETURNING file").all(owner)
      : database
          .prepare("DELETE FROM pieces WHERE owner = ? AND number = ? RETURNING file")
          .all(owner, number);
  return rows.map(({ file }) => String(file));
}

export function knownFiles(database: DatabaseSync): Set<string> {
  return new Set(
    database
      .prepare("SELECT file FROM pieces")
      .all()
      .map(({ file }) => String(file)),
  );
}
