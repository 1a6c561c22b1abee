/** The function writes its metrics into this namespace, in CloudWatch's embedded metric format. */
export const metricNamespace = "ImageCompressionPipeline";

/** Every metric has this dimension. Its value is the function's name, unique in an account and region. */
export const pipelineDimension = "Pipeline";

/** `Rejected` is also counted by this dimension, one of a closed list of reasons. */
export const reasonDimension = "Reason";

/** With several renditions `BytesOut` is also counted by this dimension, the rendition's name. */
export const renditionDimension = "Rendition";

/** docs/metrics.md explains each one. */
export const metricUnits = {
  Compressed: "Count",
  Unchanged: "Count",
  Rejected: "Count",
  Failed: "Count",
  Stale: "Count",
  Deleted: "Count",
  Collisions: "Count",
  Conflicts: "Count",
  Unmarkable: "Count",
  BytesIn: "Bytes",
  BytesOut: "Bytes",
  BytesSaved: "Bytes",
  SizeRatio: "Percent",
  ReadDuration: "Milliseconds",
  CompressDuration: "Milliseconds",
  WriteDuration: "Milliseconds",
  UploadToOutput: "Milliseconds",
  MemoryUsed: "Megabytes",
} as const;

export type MetricName = keyof typeof metricUnits;

export type Metrics = Partial<Record<MetricName, number>>;
