/** A month of 30 days, as AWS's own examples reckon. */
export const secondsPerMonth = 30 * 24 * 60 * 60;

/** A number as metric math takes it: without an exponent. */
export function decimal(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
}
