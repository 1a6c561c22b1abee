import type { DatabaseSync } from "node:sqlite";
import { type MetricName, reasonDimension } from "../handler/metrics.ts";
import { inTransaction } from "./database.ts";

export interface RejectedImage {
  key: string;
  reason: string;
  detail: string;
  timestamp: number;
}

/** What the function's own metrics say, on disk. */
export interface Metrics {
  /** Takes a line of the function's log; one that carries no metric changes nothing. */
  record(line: string): void;
  /** The sum of each metric by its name. */
  sums(): Record<string, number>;
  rejections(): Record<string, number>;
  /** The last rejected images, the newest first. */
  lastRejected(): RejectedImage[];
}

const rejected: MetricName = "Rejected";
const lastKept = 20;

/** Sums are kept for each minute since the epoch, as CloudWatch keeps them; without a reason it is empty. */
const schema = `
  CREATE TABLE IF NOT EXISTS metrics (
    name TEXT NOT NULL, reason TEXT NOT NULL, minute INTEGER NOT NULL, sum REAL NOT NULL,
    PRIMARY KEY (name, reason, minute)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS rejected_images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, timestamp INTEGER NOT NULL
  ) STRICT;
`;

interface EmbeddedMetrics {
  fields: Record<string, unknown>;
  timestamp: number;
  values: [name: string, value: number][];
}

export function createMetrics(database: DatabaseSync): Metrics {
  database.exec(schema);
  const add = database.prepare(
    "INSERT INTO metrics VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET sum = sum + excluded.sum",
  );
  const keep = database.prepare(
    "INSERT INTO rejected_images (key, reason, detail, timestamp) VALUES (?, ?, ?, ?)",
  );
  const forget = database.prepare(
    "DELETE FROM rejected_images WHERE id <= (SELECT max(id) FROM rejected_images) - ?",
  );
  const byName = database.prepare("SELECT name, sum(sum) AS sum FROM metrics GROUP BY name ORDER BY name");
  const byReason = database.prepare(
    "SELECT reason, sum(sum) AS sum FROM metrics WHERE name = ? GROUP BY reason ORDER BY reason",
  );
  const last = database.prepare(
    "SELECT key, reason, detail, timestamp FROM rejected_images ORDER BY id DESC LIMIT ?",
  );

  return {
    record: (line) => {
      const metrics = embeddedMetrics(line);
      if (metrics === undefined) return;
      const { fields, timestamp, values } = metrics;
      const { [reasonDimension]: reason = "", key, detail } = fields;
      inTransaction(database, () => {
        for (const [name, value] of values)
          add.run(name, String(reason), Math.floor(timestamp / 60_000), value);
        if (!values.some(([name]) => name === rejected)) return;
        keep.run(String(key), String(reason), String(detail), timestamp);
        forget.run(lastKept);
      });
    },
    sums: () => Object.fromEntries(byName.all().map(({ name, sum }) => [String(name), Number(sum)])),
    rejections: () =>
      Object.fromEntries(byReason.all(rejected).map(({ reason, sum }) => [String(reason), Number(sum)])),
    lastRejected: () => last.all(lastKept).map((row) => ({ ...row }) as unknown as RejectedImage),
  };
}

/** What a line says in CloudWatch's embedded metric format. */
function embeddedMetrics(line: string): EmbeddedMetrics | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const fields: Record<string, unknown> = JSON.parse(line);
    const { Timestamp, CloudWatchMetrics } = fields._aws as {
      Timestamp: number;
      CloudWatchMetrics: { Metrics: { Name: string }[] }[];
    };
    const names = new Set(CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)));
    const values = [...names].map((name): [string, number] => [name, Number(fields[name])]);
    return { fields, timestamp: Timestamp, values: values.filter(([, value]) => Number.isFinite(value)) };
  } catch {
    return undefined;
  }
}
