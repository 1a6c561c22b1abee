import type { DatabaseSync } from "node:sqlite";
import { type MetricName, reasonDimension } from "../../contract/metrics.ts";
import type { Outcome } from "../../contract/outcome.ts";
import { readEmbeddedMetrics } from "../aws/cloudwatch/embedded-metrics.ts";
import { type MetricStore, openMetricStore, type Point } from "../aws/cloudwatch/metric-store.ts";
import { inTransaction } from "../aws/data/database.ts";

export interface RejectedImage {
  key: string;
  reason: string;
  detail: string;
  timestamp: number;
}

/** What the function's own metrics say, on disk. */
export interface Metrics {
  /**
   * Takes a line of the function's log; one that carries no metric and tells of no rejection changes nothing.
   *
   * @param also - What else is to be counted with the line, in the same transaction.
   */
  record(line: string, also?: Point[]): void;
  /** How often each reason was counted since the data folder was made, which metrics forget in time. */
  rejections(): Record<string, number>;
  /** The last rejected images, the newest first. */
  lastRejected(): RejectedImage[];
}

const rejectedMetric: MetricName = "Rejected";
const rejectedMessage: Outcome["outcome"] = "rejected";
const lastKept = 20;

/** Earlier versions kept their sums in the table that goes. */
const schema = `
  DROP TABLE IF EXISTS metrics;
  CREATE TABLE IF NOT EXISTS rejected_images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, timestamp INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS rejections (reason TEXT PRIMARY KEY, count REAL NOT NULL) STRICT;
`;

/** @param delay - Milliseconds that the clock of metrics is ahead of the function's. */
export function createMetrics(
  database: DatabaseSync,
  store: MetricStore = openMetricStore(database),
  delay: () => number = () => 0,
): Metrics {
  database.exec(schema);
  const keep = database.prepare(
    "INSERT INTO rejected_images (key, reason, detail, timestamp) VALUES (?, ?, ?, ?)",
  );
  const forget = database.prepare(
    "DELETE FROM rejected_images WHERE id <= (SELECT max(id) FROM rejected_images) - ?",
  );
  const last = database.prepare(
    "SELECT key, reason, detail, timestamp FROM rejected_images ORDER BY id DESC LIMIT ?",
  );
  const count = database.prepare(
    "INSERT INTO rejections VALUES (?1, ?2) ON CONFLICT DO UPDATE SET count = count + ?2",
  );
  const counts = database.prepare("SELECT reason, count FROM rejections ORDER BY reason");

  return {
    record: (line, also = []) => {
      const fields = readFields(line);
      const points = readEmbeddedMetrics(fields).map((point) => {
        return { ...point, timestamp: point.timestamp + delay() };
      });
      const image = readRejection(fields);
      if (points.length + also.length === 0 && image === undefined) return;
      inTransaction(database, () => {
        store.add([...points, ...also]);
        for (const { metric, value } of points) {
          const reason = metric.dimensions[reasonDimension];
          if (metric.name === rejectedMetric && reason !== undefined) count.run(reason, value);
        }
        if (image === undefined) return;
        keep.run(image.key, image.reason, image.detail, image.timestamp + delay());
        forget.run(lastKept);
      });
    },
    rejections: () => Object.fromEntries(counts.all().map(({ reason, count }) => [reason, count])),
    lastRejected: () => last.all(lastKept).map((row) => ({ ...row }) as unknown as RejectedImage),
  };
}

/** What a line of the function's log holds: nothing where it is no object of JSON. */
export function readFields(line: string): Record<string, unknown> {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/** Not every rejected output is counted: those of one image that share a reason count once. */
function readRejection({
  message,
  key,
  reason,
  detail,
  timestamp,
}: Record<string, unknown>): RejectedImage | undefined {
  if (message !== rejectedMessage || !Number.isInteger(timestamp)) return undefined;
  return {
    ...{ key: String(key), reason: String(reason), detail: String(detail) },
    timestamp: Number(timestamp),
  };
}
