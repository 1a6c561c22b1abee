const simple = {
  SampleCount: "sum(count)",
  Average: "sum(sum) / sum(count)",
  Sum: "sum(sum)",
  Minimum: "min(minimum)",
  Maximum: "max(maximum)",
} as const;

/** Statistics other than percentiles. */
export const statisticNames = Object.keys(simple);

const period = "cast((minute - $first) / $period AS INTEGER) AS period";
const inRange = "WHERE metric = $id AND minute >= $first AND minute < $after";

/** Finds the smallest value at or above the wanted share of all values. 1e-9 absorbs rounding errors. */
const percentileQuery = `
  SELECT period, min(value) AS value FROM (
    SELECT period, value, sum(count) OVER (PARTITION BY period ORDER BY value) AS upTo,
      sum(count) OVER (PARTITION BY period) AS total
    FROM (SELECT ${period}, value, sum(count) AS count FROM metric_values ${inRange} GROUP BY 1, 2)
  ) WHERE upTo >= total * $share - 1e-9 GROUP BY period ORDER BY period`;

/** A percentile, or a statistic computed from the minutes' sums. */
export type Statistic = { percentile: number } | { sql: (typeof simple)[keyof typeof simple] };

/**
 * Reads CloudWatch's name of a statistic.
 *
 * @throws {Error} When it is unknown, such as the trimmed mean `tm90`.
 */
export function readStatistic(name: string): Statistic {
  const [, digits] = /^p(\d{1,3}(?:\.\d{1,10})?)$/i.exec(name) ?? [];
  if (digits !== undefined && Number(digits) <= 100) return { percentile: Number(digits) };
  if (Object.hasOwn(simple, name)) return { sql: simple[name as keyof typeof simple] };
  throw new Error(`The local run does not know the statistic ${name}`);
}

/**
 * Returns SQL over the tables of `metric-store.ts`, for rows of period (counted from the first minute) and
 * value.
 *
 * @throws {Error} When the statistic is unknown.
 */
export function statisticQuery(name: string): { sql: string; parameters: Record<string, number> } {
  const statistic = readStatistic(name);
  if ("percentile" in statistic)
    return { sql: percentileQuery, parameters: { share: statistic.percentile / 100 } };
  const sql = `SELECT ${period}, ${statistic.sql} AS value FROM metric_minutes ${inRange} GROUP BY 1 ORDER BY 1`;
  return { sql, parameters: {} };
}
