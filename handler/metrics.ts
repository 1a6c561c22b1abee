/** Names and units of the metrics that the function writes as CloudWatch embedded metric format. */
export const metricNamespace = "ImageCompressionPipeline";

/** Every metric carries this dimension, whose value is the function's name: unique in an account and region. */
export const pipelineDimension = "Pipeline";

/** `Rejected` is also counted per value of this dimension, one of a closed list of reasons. */
export const reasonDimension = "Reason";

export const metricUnits = {
  Compressed: "Count",
  Unchanged: "Count",
  Rejected: "Count",
  Stale: "Count",
  Deleted: "Count",
  Collisions: "Count",
  BytesIn: "Bytes",
  BytesOut: "Bytes",
} as const;

export type MetricName = keyof typeof metricUnits;
