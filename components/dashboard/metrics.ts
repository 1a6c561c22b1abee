import { type MetricName, metricNamespace, pipelineDimension } from "../../contract/metrics.ts";
import type { Metric, MetricOptions } from "./widgets.ts";

/** Metrics written by the function itself. */
export function ownMetrics(functionName: string) {
  return (name: MetricName, options: MetricOptions = {}): Metric => {
    return [metricNamespace, name, pipelineDimension, functionName, options];
  };
}

/** The same metrics by a further dimension. */
export function ownMetricsBy(functionName: string, dimension: string) {
  return (name: MetricName, value: string, options: MetricOptions = {}): Metric => {
    return [metricNamespace, name, pipelineDimension, functionName, dimension, value, options];
  };
}

export function lambdaMetrics(functionName: string) {
  return (name: string, options: MetricOptions = {}): Metric => {
    return ["AWS/Lambda", name, "FunctionName", functionName, options];
  };
}

/** Shows a metric for the typical image, and for the slowest or largest of ten and of a hundred. */
export function percentiles(metric: (options: MetricOptions) => Metric): Metric[] {
  return ["p50", "p90", "p99"].map((stat) => metric({ stat, label: stat }));
}
