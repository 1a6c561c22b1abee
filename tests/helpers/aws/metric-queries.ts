import type { GetMetricDataInput, MetricDataQuery } from "@aws-sdk/client-cloudwatch";

/** The namespace and dimensions of all metrics in tests of `GetMetricData`. */
export const namespace = "Images";
export const dimensions = { Pipeline: "f" };

/** Asks for one of these metrics. */
export function read(Id: string, MetricName: string, Stat = "Sum", Period = 60): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace: namespace, MetricName, Dimensions }, Period, Stat } };
}

/** The first ten minutes since the epoch, the oldest first. */
export function request(...MetricDataQueries: MetricDataQuery[]): GetMetricDataInput {
  const [StartTime, EndTime] = [new Date(0), new Date(10 * 60_000)];
  return { MetricDataQueries, StartTime, EndTime, ScanBy: "TimestampAscending" };
}
