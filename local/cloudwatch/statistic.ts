const simple = {
  SampleCount: "sum(count)",
  Average: "sum(sum) / sum(count)",
  Sum: "sum(sum)",
  Minimum: "min(minimum)",
  Maximum: "max(maximum)",
} as const;

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
