/** Formats a number for metric math, which takes no exponent. */
export function decimal(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
}
