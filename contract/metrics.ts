/** Names, units and dimensions of the metrics that the function writes as CloudWatch embedded metric format. */
export const metricNamespace = "ImageCompressionPipeline";

/** Every metric carries this dimension, whose value is the function's name: unique in an account and region. */
export const pipelineDimension = "Pipeline";

/** `Rejected` is also counted per value of this dimension, one of a closed list of reasons. */
export const reasonDimension = "Reason";

/** With several renditions `BytesOut` is also counted per value of this dimension, the rendition's name. */
export const renditionDimension = "Rendition";

/** docs/metrics.md says what each one means. */
export const metricUnits = {
  Compressed: "Count",
  Unchanged: "Count",
  Rejected: "Count",
  Failed: "Count",
  Stale: "Count",
  Deleted: "Count",
  Collisions: "Count",
  Conflicts: "Count",
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

/** Values of some metrics, of one line of the log. */
export type Metrics = Partial<Record<MetricName, number>>;
