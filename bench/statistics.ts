export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

export interface Spread {
  median: number;
  low: number;
  high: number;
}

export function spread(values: number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Returns `y` at `x` on the line through the two points nearest to `x`, extended past the outermost point. */
export function interpolate(points: [x: number, y: number][], x: number): number {
  const [[x0, y0] = [0, 0], [x1, y1] = [1, 0]] = points
    .toSorted((a, b) => Math.abs(a[0] - x) - Math.abs(b[0] - x))
    .slice(0, 2);
  return x0 === x1 ? y0 : y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Returns the mean and its 95 % confidence interval. Needs enough values for a normally distributed mean. */
export function interval95(values: number[]): { mean: number; low: number; high: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = 1.96 * Math.sqrt(squares / (values.length - 1) / values.length);
  return { mean, low: mean - half, high: mean + half };
}
