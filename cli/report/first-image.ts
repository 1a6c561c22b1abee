import { metricNamespace, pipelineDimension } from "../../contract/metrics.ts";
import type { MetricsConnection } from "../aws/connection.ts";
import { type MetricData, type Query, readMetricData } from "./metric-data.ts";
import { day, finestPeriod, longest, type Range } from "./range.ts";

/** Holds when the pipeline looked at its first image, in seconds since the epoch, and why that may be wrong. */
export interface FirstImage {
  /** Is `undefined` when CloudWatch knows of none. */
  time: number | undefined;
  notes: string[];
}

/** Finds the day of the first image in all the time that CloudWatch keeps, and then its minute, or as near as is kept. */
export async function findFirstImage(
  connection: MetricsConnection,
  pipeline: string,
  now: number,
): Promise<FirstImage> {
  const looked: Query = {
    namespace: metricNamespace,
    metric: "MemoryUsed",
    dimensions: { [pipelineDimension]: pipeline },
    statistic: "SampleCount",
    of: "periods",
  };
  const first = async (range: Range): Promise<FirstImage> => {
    const { values, notes }: MetricData<"looked"> = await readMetricData(
      connection,
      { looked },
      range,
      () => {},
    );
    return { time: [...values.looked.keys()].sort((a, b) => a - b)[0], notes };
  };

  const today = Math.floor(now / day) * day;
  const onDay = await first({ start: today - longest, now, end: today + day, periodSeconds: day });
  if (onDay.time === undefined) return onDay;
  const [start, end] = [onDay.time, onDay.time + day];
  const inDay = await first({ start, now, end, periodSeconds: finestPeriod(now - start) });
  return { time: inDay.time ?? start, notes: [...onDay.notes, ...inDay.notes] };
}
