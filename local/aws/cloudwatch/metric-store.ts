import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import { statisticQuery } from "./statistic.ts";

export interface Metric {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

export interface Point {
  metric: Metric;
  /** Milliseconds since the epoch. */
  timestamp: number;
  value: number;
}

/** Consecutive periods of equal length; start and end are in milliseconds since the epoch. */
export interface Range {
  start: number;
  /** Exclusive. */
  end: number;
  periodSeconds: number;
}

/** Values by the first millisecond of their period, in order; periods without a value are absent. */
export type Series = Map<number, number>;

/** Keeps on disk how often each value occurred in each minute. */
export interface MetricStore {
  /** Adds values to their minutes, within the caller's transaction if there is one. */
  add(points: Point[]): void;
  /** Replaces the values of each point's minute, for gauges. */
  set(points: Point[]): void;
  /** @throws {Error} When the statistic is unknown. */
  read(metric: Metric, statistic: string, range: Range): Series;
  /** Returns the metrics with a value at or after `since`, in milliseconds since the epoch. */
  list(since?: number): Metric[];
}

/**
 * CloudWatch keeps one-minute data for 15 days:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
const keptMinutes = 15 * 24 * 60;

const minuteMs = 60_000;

/** `minute` counts minutes since the epoch. Percentiles need `metric_values`; sums do for all other statistics. */
const schema = `
  CREATE TABLE IF NOT EXISTS metric_names (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
    last INTEGER NOT NULL,
    UNIQUE (namespace, name, dimensions)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS metric_minutes (
    metric INTEGER NOT NULL, minute INTEGER NOT NULL,
    count INTEGER NOT NULL, sum REAL NOT NULL, minimum REAL NOT NULL, maximum REAL NOT NULL,
    PRIMARY KEY (metric, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS metric_values (
    metric INTEGER NOT NULL, minute INTEGER NOT NULL, value REAL NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (metric, minute, value)
  ) STRICT, WITHOUT ROWID;
`;

export function openMetricStore(database: DatabaseSync): MetricStore {
  database.exec(schema);
  return new DatabaseMetricStore(database);
}

const writes = {
  name: `INSERT INTO metric_names (namespace, name, dimensions, last) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last = max(last, excluded.last) RETURNING id`,
  addToMinute: `INSERT INTO metric_minutes VALUES (?1, ?2, 1, ?3, ?3, ?3) ON CONFLICT DO UPDATE SET
    count = count + 1, sum = sum + ?3, minimum = min(minimum, ?3), maximum = max(maximum, ?3)`,
  addValue: "INSERT INTO metric_values VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
  setMinute: "INSERT OR REPLACE INTO metric_minutes VALUES (?1, ?2, 1, ?3, ?3, ?3)",
  clearValues: "DELETE FROM metric_values WHERE metric = ? AND minute = ?",
};

class DatabaseMetricStore implements MetricStore {
  readonly #database: DatabaseSync;
  readonly #statements: Record<keyof typeof writes, StatementSync>;
  #forgottenUpTo = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const prepared = Object.entries(writes).map(([name, sql]) => [name, database.prepare(sql)]);
    this.#statements = Object.fromEntries(prepared);
  }

  add(points: Point[]): void {
    const { addToMinute, addValue } = this.#statements;
    this.#write(points, (id, minute, value) => {
      addToMinute.run(id, minute, value);
      addValue.run(id, minute, value);
    });
  }

  set(points: Point[]): void {
    const { setMinute, clearValues, addValue } = this.#statements;
    this.#write(points, (id, minute, value) => {
      setMinute.run(id, minute, value);
      clearValues.run(id, minute);
      addValue.run(id, minute, value);
    });
  }

  read(metric: Metric, statistic: string, { start, end, periodSeconds }: Range): Series {
    const { sql, parameters } = statisticQuery(statistic);
    const id = this.#find(metric);
    if (id === undefined) return new Map();
    const first = Math.floor(start / minuteMs);
    const after = Math.ceil(end / minuteMs);
    const rows = this.#database
      .prepare(sql)
      .all({ id, first, after, period: periodSeconds / 60, ...parameters });
    return new Map(
      rows.map(({ period, value }) => [
        first * minuteMs + Number(period) * periodSeconds * 1000,
        Number(value),
      ]),
    );
  }

  list(since = 0): Metric[] {
    return this.#database
      .prepare("SELECT * FROM metric_names WHERE last >= ? ORDER BY namespace, name, dimensions")
      .all(Math.floor(since / minuteMs))
      .map(asMetric);
  }

  #write(points: Point[], write: (id: number, minute: number, value: number) => void): void {
    if (points.length === 0) return;
    inTransaction(this.#database, () => {
      for (const { metric, timestamp, value } of points) {
        const minute = Math.floor(timestamp / minuteMs);
        write(this.#name(metric, minute), minute, value);
        this.#forget(minute - keptMinutes);
      }
    });
  }

  #name({ namespace, name, dimensions }: Metric, minute: number): number {
    return Number(this.#statements.name.get(namespace, name, ordered(dimensions), minute)?.id);
  }

  #find({ namespace, name, dimensions }: Metric): number | undefined {
    const row = this.#database
      .prepare("SELECT id FROM metric_names WHERE namespace = ? AND name = ? AND dimensions = ?")
      .get(namespace, name, ordered(dimensions));
    return row && Number(row.id);
  }

  #forget(before: number): void {
    if (before <= this.#forgottenUpTo) return;
    this.#forgottenUpTo = before;
    const forget = (condition: string) => this.#database.prepare(`DELETE FROM ${condition} < ?`).run(before);
    // The primary key begins with the metric: without this condition every row would be scanned.
    const ofAny = "metric IN (SELECT id FROM metric_names)";
    forget(`metric_minutes WHERE ${ofAny} AND minute`);
    forget(`metric_values WHERE ${ofAny} AND minute`);
    forget("metric_names WHERE last");
  }
}

function asMetric({ namespace, name, dimensions }: Record<string, unknown>): Metric {
  return {
    namespace: String(namespace),
    name: String(name),
    dimensions: JSON.parse(String(dimensions)) as Metric["dimensions"],
  };
}

/** Sorts dimensions by name, since their order means nothing. */
function ordered(dimensions: Record<string, string>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))));
}
