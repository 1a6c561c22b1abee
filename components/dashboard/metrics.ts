import { type MetricName, metricNamespace, pipelineDimension } from "../../contract/metrics.ts";
import type { Metric, MetricOptions } from "./widgets.ts";

/** The metrics that the function writes of itself. */
export function ownMetrics(functionName: string) {
  return (name: MetricName, options: MetricOptions = {}): Metric => {
    return [metricNamespace, name, pipelineDimension, functionName, options];
  };
}

/** Those of them that are counted by a further dimension as well. */
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

/** A metric as what most images see, and what the slowest or largest of a hundred do. */
export function percentiles(metric: (options: MetricOptions) => Metric): Metric[] {
  return ["p50", "p90", "p99"].map((stat) => metric({ stat, label: stat }));
}
