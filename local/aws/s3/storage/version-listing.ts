import type { DatabaseSync } from "node:sqlite";
import {
  afterKey,
  afterPrefix,
  commonPrefixOf,
  listRows,
  type Position,
  type Shape,
  startOf,
} from "./listing.ts";
import { asKey } from "./schema.ts";

export interface VersionQuery extends Shape {
  /** The listing begins after this key, or after one of its versions. */
  keyMarker: string;
  versionIdMarker: string | undefined;
}

export interface ListedVersion {
  key: string;
  versionId: string;
  isLatest: boolean;
  lastModified: Date;
  /** Absent for a delete marker. */
  content: { size: number; etag: string } | undefined;
}

export interface VersionListing {
  versions: ListedVersion[];
  commonPrefixes: string[];
  /** The markers of the next page, if there is one. */
  next: { keyMarker: string; versionIdMarker: string | undefined } | undefined;
}

interface ListRow {
  key: Uint8Array;
  number: number;
  version: string;
  size: number | null;
  etag: string | null;
  last_modified: number;
}

/** The number of every current object, above those of all older versions. */
const currentNumber = Number.MAX_SAFE_INTEGER - 1;

/** Two ordered tables, which SQLite merges without sorting them. */
function select(condition: (number: string) => string): string {
  const from = (table: string, number: string) =>
    `SELECT key, version, size, etag, last_modified, ${number} AS number FROM ${table}
     WHERE bucket = ?1 AND ${condition(number)}`;
  return `${from("objects", String(currentNumber))} UNION ALL ${from("versions", "number")}`;
}

const selectKey = select(() => "key = ?2");
const selectPage = `${select((number) => `key >= ?2 AND (key > ?2 OR ${number} < ?3)`)}
  ORDER BY key, number DESC LIMIT 1000`;

/**
 * Lists versions and delete markers in the order of their keys, of one key the newest first.
 *
 * @param idOf - Returns a version's name for clients.
 */
export function listVersions(
  database: DatabaseSync,
  query: VersionQuery,
  idOf: (version: string) => string,
): VersionListing {
  const statement = database.prepare(selectPage);
  const start = findStart(database, query, idOf);
  const page = listRows(query, start, ({ key, below }) => {
    return statement.all(query.bucket, key, below) as unknown as ListRow[];
  });
  const { rows, commonPrefixes, next, last = "" } = page;
  const listed = rows.map((row, index) => ({
    ...asListed(row, rows[index - 1]?.key ?? keyBefore(start)),
    versionId: idOf(row.version),
  }));
  const versionIdMarker = last === commonPrefixes.at(-1) ? undefined : listed.at(-1)?.versionId;
  return { versions: listed, commonPrefixes, next: next && { keyMarker: last, versionIdMarker } };
}

/** A marker that is gone starts its key anew: versions that come twice do less harm than missing ones. */
function findStart(database: DatabaseSync, query: VersionQuery, idOf: (version: string) => string): Position {
  const { bucket, prefix, delimiter, keyMarker, versionIdMarker } = query;
  if (keyMarker === "") return startOf(Buffer.alloc(0));
  if (commonPrefixOf(keyMarker, prefix, delimiter) === keyMarker) return startOf(afterPrefix(keyMarker));
  if (versionIdMarker === undefined) return startOf(afterKey(keyMarker));
  const start = startOf(Buffer.from(keyMarker));
  const marker = database
    .prepare(selectKey)
    .all(bucket, start.key)
    .find(({ version }) => idOf(String(version)) === versionIdMarker);
  return marker === undefined ? start : { key: start.key, below: Number(marker.number) };
}

/** Returns the key of the versions before a start among the versions of a key. */
function keyBefore({ key, below }: Position): Uint8Array | undefined {
  return below === startOf(key).below ? undefined : key;
}

function asListed(row: ListRow, before: Uint8Array | undefined): Omit<ListedVersion, "versionId"> {
  const { size, etag } = row;
  return {
    key: asKey(row.key),
    isLatest: before === undefined || Buffer.compare(before, row.key) !== 0,
    lastModified: new Date(row.last_modified),
    content: size === null || etag === null ? undefined : { size, etag },
  };
}
