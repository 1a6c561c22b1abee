import type { DatabaseSync } from "node:sqlite";
import { type MetricName, reasonDimension } from "../handler/metrics.ts";

export interface RejectedImage {
  key: string;
  reason: string;
  detail: string;
  timestamp: number;
}

/** What the function's own metrics say; counts survive a restart. */
export interface Metrics {
  /** Takes a line of the function's log; one that carries no metric changes nothing. */
  record(line: string): void;
  rejections(): Record<string, number>;
  /** The last rejected images of this run, the newest first. */
  lastRejected(): RejectedImage[];
}

const rejected: MetricName = "Rejected";
const lastKept = 20;

export function createMetrics(database: DatabaseSync): Metrics {
  database.exec(
    "CREATE TABLE IF NOT EXISTS rejections (reason TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT",
  );
  const add = database.prepare(
    "INSERT INTO rejections VALUES (?, ?) ON CONFLICT (reason) DO UPDATE SET count = count + excluded.count",
  );
  const read = database.prepare("SELECT reason, count FROM rejections ORDER BY reason");
  const last: RejectedImage[] = [];

  return {
    record: (line) => {
      const metrics = embeddedMetrics(line);
      const count = metrics?.[rejected];
      if (metrics === undefined || typeof count !== "number") return;
      const { [reasonDimension]: reason, key, detail, timestamp } = metrics;
      add.run(String(reason), count);
      last.unshift({
        key: String(key),
        reason: String(reason),
        detail: String(detail),
        timestamp: Number(timestamp),
      });
      last.length = Math.min(last.length, lastKept);
    },
    rejections: () =>
      Object.fromEntries(read.all().map(({ reason, count }) => [String(reason), Number(count)])),
    lastRejected: () => [...last],
  };
}

/** The fields of a line in CloudWatch's embedded metric format. */
function embeddedMetrics(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const fields: Record<string, unknown> = JSON.parse(line);
    return "_aws" in fields ? fields : undefined;
  } catch {
    return undefined;
  }
}
