import type { DatabaseSync } from "node:sqlite";
import { asKey } from "./schema.ts";

/** A place in a listing: at a key, or among its versions, before those with a lower number. */
export interface Position {
  key: Uint8Array;
  below: number;
}

export interface Shape {
  bucket: string;
  prefix: string;
  delimiter: string;
  limit: number;
}

export interface ListQuery extends Shape {
  /** The first key to list, as bytes. */
  from: Uint8Array;
}

interface ListedObject {
  key: string;
  size: number;
  etag: string;
  lastModified: Date;
}

export interface Listing {
  objects: ListedObject[];
  commonPrefixes: string[];
  /** The start of the rest of a truncated listing. */
  next: Uint8Array | undefined;
  /** The last key or common prefix listed. */
  last: string | undefined;
}

interface Row {
  key: Uint8Array;
  number: number;
}

interface ObjectListRow extends Row {
  size: number;
  etag: string;
  last_modified: number;
}

/** Lists keys in the order of their UTF-8 bytes. */
export function listObjects(database: DatabaseSync, { from, ...shape }: ListQuery): Listing {
  const statement = database.prepare(
    `SELECT key, 0 AS number, size, etag, last_modified FROM objects
     WHERE bucket = ? AND key >= ? AND (key > ? OR ? > 0) ORDER BY key LIMIT 1000`,
  );
  const { rows, commonPrefixes, next, last } = listRows(shape, startOf(from), ({ key, below }) => {
    return statement.all(shape.bucket, key, key, below) as unknown as ObjectListRow[];
  });
  const objects = rows.map(({ key, size, etag, last_modified }) => {
    return { key: asKey(key), size, etag, lastModified: new Date(last_modified) };
  });
  return { objects, commonPrefixes, next: next?.key, last };
}

interface Page<Listed> {
  rows: Listed[];
  commonPrefixes: string[];
  next: Listed | undefined;
  last: string | undefined;
}

/** Lists rows in their order. Keys with a common prefix cost one query, however many there are. */
export function listRows<Listed extends Row>(
  { prefix, delimiter, limit }: Shape,
  start: Position,
  read: (from: Position) => Listed[],
): Page<Listed> {
  const page: Page<Listed> = { rows: [], commonPrefixes: [], next: undefined, last: undefined };
  if (limit === 0) return page;
  const first = Buffer.from(prefix);
  let position: Position | undefined = Buffer.compare(start.key, first) >= 0 ? start : startOf(first);
  while (position !== undefined) {
    const batch = read(position);
    position = undefined;
    for (const row of batch) {
      const key = asKey(row.key);
      if (!key.startsWith(prefix)) return page;
      if (page.rows.length + page.commonPrefixes.length === limit) return { ...page, next: row };
      const commonPrefix = commonPrefixOf(key, prefix, delimiter);
      if (commonPrefix !== undefined) {
        page.commonPrefixes.push(commonPrefix);
        page.last = commonPrefix;
        position = startOf(afterPrefix(commonPrefix));
        break;
      }
      page.rows.push(row);
      page.last = key;
      position = { key: row.key, below: row.number };
    }
  }
  return page;
}

export function startOf(key: Uint8Array): Position {
  return { key, below: Number.MAX_SAFE_INTEGER };
}

/** Returns the prefix up to the first delimiter after `prefix`, which stands for the key in the listing. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** Returns the first bytes in order after a key. */
export function afterKey(key: string): Uint8Array {
  return Buffer.concat([Buffer.from(key), Buffer.alloc(1)]);
}

/**
 * Returns the first bytes in order after every key with a prefix. The last byte can grow by one: no UTF-8 byte
 * is 0xff.
 */
export function afterPrefix(prefix: string): Uint8Array {
  const bytes = Buffer.from(prefix);
  const last = bytes.length - 1;
  bytes.writeUInt8(bytes.readUInt8(last) + 1, last);
  return bytes;
}
