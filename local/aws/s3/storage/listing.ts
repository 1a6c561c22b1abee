import type { DatabaseSync } from "node:sqlite";
import { asKey } from "./schema.ts";

export interface ListQuery {
  bucket: string;
  prefix: string;
  delimiter: string;
  /** The first key to list, as bytes. */
  from: Uint8Array;
  limit: number;
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

interface ListRow {
  key: Uint8Array;
  size: number;
  etag: string;
  last_modified: number;
}

/** Lists keys in the order of their UTF-8 bytes. Keys with a common prefix cost one query, however many there are. */
export function listObjects(
  database: DatabaseSync,
  { bucket, prefix, delimiter, from, limit }: ListQuery,
): Listing {
  const rows = database.prepare(
    "SELECT key, size, etag, last_modified FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?",
  );
  const start = Buffer.from(prefix);
  const listing: Listing = { objects: [], commonPrefixes: [], next: undefined, last: undefined };
  if (limit === 0) return listing;
  let position: Uint8Array | undefined = Buffer.compare(from, start) > 0 ? from : start;
  while (position !== undefined) {
    const batch = rows.all(bucket, position, 1000) as unknown as ListRow[];
    position = undefined;
    for (const row of batch) {
      const key = asKey(row.key);
      if (!key.startsWith(prefix)) return listing;
      if (listing.objects.length + listing.commonPrefixes.length === limit)
        return { ...listing, next: row.key };
      const commonPrefix = commonPrefixOf(key, prefix, delimiter);
      if (commonPrefix !== undefined) {
        listing.commonPrefixes.push(commonPrefix);
        listing.last = commonPrefix;
        position = afterPrefix(commonPrefix);
        break;
      }
      listing.objects.push({
        key,
        size: row.size,
        etag: row.etag,
        lastModified: new Date(row.last_modified),
      });
      listing.last = key;
      position = afterKey(key);
    }
  }
  return listing;
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
