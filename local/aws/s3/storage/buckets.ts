import type { DatabaseSync } from "node:sqlite";

export interface Bucket {
  name: string;
  created: Date;
}

export interface BucketUsage {
  bucket: string;
  objects: number;
  bytes: number;
}

export function createBuckets(database: DatabaseSync, names: string[]): void {
  const insert = database.prepare("INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)");
  for (const name of names) insert.run(name, Date.now());
}

export function hasBucket(database: DatabaseSync, name: string): boolean {
  return database.prepare("SELECT 1 FROM buckets WHERE name = ?").get(name) !== undefined;
}

export function listBuckets(database: DatabaseSync): Bucket[] {
  const rows = database.prepare("SELECT name, created FROM buckets ORDER BY name").all();
  return rows.map(({ name, created }) => ({ name: String(name), created: new Date(Number(created)) }));
}

/** Counts older versions and delete markers too, as S3 does. */
export function measureBuckets(database: DatabaseSync): BucketUsage[] {
  const rows = database
    .prepare(
      `SELECT name, count(bucket) AS objects, total(size) AS bytes FROM buckets LEFT JOIN
       (SELECT bucket, size FROM objects UNION ALL SELECT bucket, size FROM versions) ON bucket = name
       GROUP BY name`,
    )
    .all();
  return rows.map(({ name, objects, bytes }) => {
    return { bucket: String(name), objects: Number(objects), bytes: Number(bytes) };
  });
}
