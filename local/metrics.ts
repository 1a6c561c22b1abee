import type { DatabaseSync } from "node:sqlite";
import { type MetricName, metricNamespace, pipelineDimension, reasonDimension } from "../handler/metrics.ts";
import { readEmbeddedMetrics } from "./cloudwatch/embedded-metrics.ts";
import { type MetricStore, openMetricStore, type Point } from "./cloudwatch/metric-store.ts";
import { inTransaction } from "./database.ts";

export interface RejectedImage {
  key: string;
  reason: string;
  detail: string;
  timestamp: number;
}

/** What the function's own metrics say, on disk. */
export interface Metrics {
  /**
   * Takes a line of the function's log; one that carries no metric changes nothing.
   *
   * @param also - What else is to be counted with the line, in the same transaction.
   */
  record(line: string, also?: Point[]): void;
  /** The sum of each metric by its name. */
  sums(): Record<string, number>;
  rejections(): Record<string, number>;
  /** The last rejected images, the newest first. */
  lastRejected(): RejectedImage[];
}

const rejected: MetricName = "Rejected";
const lastKept = 20;

/** Earlier versions kept their sums in the table that goes. */
const schema = `
  DROP TABLE IF EXISTS metrics;
  CREATE TABLE IF NOT EXISTS rejected_images (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, timestamp INTEGER NOT NULL
  ) STRICT;
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
  const totals = (by: string) =>
    store
      .totals(metricNamespace)
      .filter(({ metric }) =>
        Object.keys(metric.dimensions).every((name) => [pipelineDimension, by].includes(name)),
      );

  return {
    record: (line, also = []) => {
      const embedded = readEmbeddedMetrics(line);
      const points = (embedded?.points ?? []).map((point) => ({
        ...point,
        timestamp: point.timestamp + delay(),
      }));
      if (points.length + also.length === 0) return;
      inTransaction(database, () => {
        store.add([...points, ...also]);
        if (embedded === undefined || !points.some(({ metric }) => metric.name === rejected)) return;
        const { [reasonDimension]: reason, key, detail } = embedded.fields;
        keep.run(String(key), String(reason), String(detail), embedded.timestamp);
        forget.run(lastKept);
      });
    },
    sums: () => Object.fromEntries(totals("").map(({ metric, sum }) => [metric.name, sum])),
    rejections: () =>
      Object.fromEntries(
        totals(reasonDimension).flatMap(({ metric, sum }) => {
          const reason = metric.dimensions[reasonDimension];
          return reason === undefined || metric.name !== rejected ? [] : [[reason, sum]];
        }),
      ),
    lastRejected: () => last.all(lastKept).map((row) => ({ ...row }) as unknown as RejectedImage),
  };
}
