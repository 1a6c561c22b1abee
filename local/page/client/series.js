// Prepares a widget's series for the graph: they share their times, and stacked ones lie on top of each other.

const palette = ["#4c6ef5", "#0ca678", "#f08c00", "#e64980", "#7950f2", "#1098ad", "#74b816", "#d9480f"];

/** Gives every period of the range a place, so periods without data become gaps. */
const timesOf = (series, { start, end, periodSeconds }) => {
  const step = periodSeconds * 1000;
  const periods = Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step);
  const measured = series.flatMap(({ points }) => points.map(([at]) => at));
  return [...new Set([...periods, ...measured])].sort((one, other) => one - other);
};

const stack = (all) => {
  let below = all[0].map(() => 0);
  return all.map((values) => {
    below = below.map((sum, at) => sum + (values[at] ?? 0));
    return below.map((sum, at) => (all.some((others) => others[at] !== null) ? sum : null));
  });
};

export const alignSeries = ({ series, isStacked, range: own }, dashboardRange) => {
  const range = own ?? dashboardRange;
  const times = timesOf(series, range);
  const values = series.map(({ points }) => {
    const byTime = new Map(points);
    return times.map((at) => byTime.get(at) ?? null);
  });
  const drawn = isStacked && series.length > 0 ? stack(values) : values;
  return {
    start: range.start / 1000,
    end: range.end / 1000,
    times: times.map((at) => at / 1000),
    series: series.map(({ points, ...rest }, index) => ({
      color: palette[index % palette.length],
      ...rest,
      isEmpty: points.length === 0,
      values: values[index],
      drawn: drawn[index],
    })),
  };
};
