const simple = {
  SampleCount: "sum(count)",
  Average: "sum(sum) / sum(count)",
  Sum: "sum(sum)",
  Minimum: "min(minimum)",
  Maximum: "max(maximum)",
} as const;

/** Beside percentiles. */
export const statisticNames = Object.keys(simple);

const period = "cast((minute - $first) / $period AS INTEGER) AS period";
const inRange = "WHERE metric = $id AND minute >= $first AND minute < $after";

/** The smallest value that at least the share of all values does not exceed; past it by a rounding error is not past it. */
const percentileQuery = `
  SELECT period, min(value) AS value FROM (
    SELECT period, value, sum(count) OVER (PARTITION BY period ORDER BY value) AS upTo,
      sum(count) OVER (PARTITION BY period) AS total
    FROM (SELECT ${period}, value, sum(count) AS count FROM metric_values ${inRange} GROUP BY 1, 2)
  ) WHERE upTo >= total * $share - 1e-9 GROUP BY period ORDER BY period`;

/** What is told of the values of a period: a percentile, or one that the minutes' own sums suffice for. */
export type Statistic = { percentile: number } | { sql: (typeof simple)[keyof typeof simple] };

/**
 * Reads a statistic by its name in CloudWatch.
 *
 * @throws {Error} When the local run does not know it, such as the trimmed mean `tm90`.
 */
export function readStatistic(name: string): Statistic {
  const [, digits] = /^p(\d{1,3}(?:\.\d{1,10})?)$/i.exec(name) ?? [];
  if (digits !== undefined && Number(digits) <= 100) return { percentile: Number(digits) };
  if (Object.hasOwn(simple, name)) return { sql: simple[name as keyof typeof simple] };
  throw new Error(`The local run does not know the statistic ${name}`);
}

/**
 * Reads the tables of `metric-store.ts`: for each period, counted from the first minute, its value.
 *
 * @throws {Error} When the local run does not know the statistic.
 */
export function statisticQuery(name: string): { sql: string; parameters: Record<string, number> } {
  const statistic = readStatistic(name);
  if ("percentile" in statistic)
    return { sql: percentileQuery, parameters: { share: statistic.percentile / 100 } };
  const sql = `SELECT ${period}, ${statistic.sql} AS value FROM metric_minutes ${inRange} GROUP BY 1 ORDER BY 1`;
  return { sql, parameters: {} };
}
