import type { DatabaseSync } from "node:sqlite";
import { type MetricName, reasonDimension } from "../../contract/metrics.ts";
import type { Outcome } from "../../contract/outcome.ts";
import { readEmbeddedMetrics, readFields } from "../aws/cloudwatch/embedded-metrics.ts";
import { inTransaction } from "../aws/data/database.ts";

export interface RejectedImage {
  key: string;
  reason: string;
  detail: string;
  timestamp: number;
}

/** Keeps on disk the rejections read from the function's log. */
export interface Rejections {
  /** Reads a line of the function's log; a line without a rejection changes nothing. */
  record(line: string): void;
  /** Counts rejections by reason since the data folder was created; metrics expire, these counts do not. */
  counts(): Record<string, number>;
  /** Returns the last rejected images, the newest first. */
  last(): RejectedImage[];
}

const rejectedMetric: MetricName = "Rejected";
const rejectedMessage: Outcome["outcome"] = "rejected";
const lastKept = 20;

/** Drops the table `metrics`, where earlier versions kept their sums. */
const schema = `
  DROP TABLE IF EXISTS metrics;
  CREATE TABLE IF NOT EXISTS rejected_images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, timestamp INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS rejections (reason TEXT PRIMARY KEY, count REAL NOT NULL) STRICT;
`;

/** @param aheadMs - Returns the lead of the metrics' clock over the function's, in milliseconds. */
export function createRejections(database: DatabaseSync, aheadMs: () => number = () => 0): Rejections {
  database.exec(schema);
  const keep = database.prepare(
    "INSERT INTO rejected_images (key, reason, detail, timestamp) VALUES (?, ?, ?, ?)",
  );
  const forget = database.prepare(
    "DELETE FROM rejected_images WHERE id <= (SELECT max(id) FROM rejected_images) - ?",
  );
  const newest = database.prepare(
    "SELECT key, reason, detail, timestamp FROM rejected_images ORDER BY id DESC LIMIT ?",
  );
  const count = database.prepare(
    "INSERT INTO rejections VALUES (?1, ?2) ON CONFLICT DO UPDATE SET count = count + ?2",
  );
  const counts = database.prepare("SELECT reason, count FROM rejections ORDER BY reason");

  return {
    record: (line) => {
      if (!line.includes(rejectedMessage)) return;
      const fields = readFields(line);
      const image = readRejection(fields);
      const reasons = readEmbeddedMetrics(fields).flatMap(({ metric, value }) => {
        const reason = metric.dimensions[reasonDimension];
        return metric.name === rejectedMetric && reason !== undefined ? [{ reason, value }] : [];
      });
      if (image === undefined && reasons.length === 0) return;
      inTransaction(database, () => {
        for (const { reason, value } of reasons) count.run(reason, value);
        if (image === undefined) return;
        keep.run(image.key, image.reason, image.detail, image.timestamp + aheadMs());
        forget.run(lastKept);
      });
    },
    counts: () => Object.fromEntries(counts.all().map(({ reason, count }) => [reason, count])),
    last: () => newest.all(lastKept).map((row) => ({ ...row }) as unknown as RejectedImage),
  };
}

/** Reads the rejected image apart from the counts: outputs of one image rejected for the same reason count once. */
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
