import { type Metrics, metricNamespace, metricUnits, pipelineDimension } from "../../contract/metrics.ts";

/** Metrics to count; `by` maps dimensions beside the pipeline to their values. */
export interface Count {
  metrics: Metrics;
  by?: Record<string, string>;
}

/**
 * Returns the fields of a log line from which CloudWatch extracts metrics, none where nothing is counted. A metric counted twice
 * has one value. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(pipeline: string, Timestamp: number, counts: Count[]): object {
  const counted = counts.filter(({ metrics }) => Object.keys(metrics).length > 0);
  if (counted.length === 0) return {};
  const CloudWatchMetrics = counted.map(({ metrics, by = {} }) => {
    const dimensions = [pipelineDimension, ...Object.keys(by)];
    return { Namespace: metricNamespace, Dimensions: [dimensions], Metrics: definitions(metrics) };
  });
  return Object.assign(
    { _aws: { Timestamp, CloudWatchMetrics }, [pipelineDimension]: pipeline },
    ...counted.map(({ by }) => by),
    ...counted.map(({ metrics }) => metrics),
  );
}

function definitions(metrics: Metrics): { Name: string; Unit: string }[] {
  return Object.entries(metricUnits)
    .filter(([name]) => name in metrics)
    .map(([Name, Unit]) => ({ Name, Unit }));
}
