import {
  type MetricName,
  metricNamespace,
  pipelineDimension,
  reasonDimension,
  renditionDimension,
} from "../../contract/metrics.ts";
import { rejectionReasons } from "../../contract/rejection.ts";
import { usualLogGroup } from "./function.ts";
import type { Query } from "./metric-data.ts";
import type { Pipeline } from "./pipelines.ts";

/** What is shown for each period; the names are those of the report. */
export const summed = {
  compressed: "Compressed",
  unchanged: "Unchanged",
  rejected: "Rejected",
  failed: "Failed",
  stale: "Stale",
  deleted: "Deleted",
  collisions: "Collisions",
  conflicts: "Conflicts",
  bytesIn: "BytesIn",
  bytesOut: "BytesOut",
  bytesSaved: "BytesSaved",
} as const satisfies Record<string, MetricName>;
export type Summed = keyof typeof summed;

/** What each image has a value of. */
export const spread = {
  uploadToOutput: "UploadToOutput",
  readDuration: "ReadDuration",
  compressDuration: "CompressDuration",
  writeDuration: "WriteDuration",
  sizeRatio: "SizeRatio",
} as const satisfies Record<string, MetricName>;
export type Spread = keyof typeof spread;

export const percentiles = ["p50", "p90", "p99"] as const;

/** What costs hang on, beside what is `summed`. */
export const used = ["looked", "wrote", "duration", "invocations", "logBytes"] as const;
export const reasonPrefix = "reason ";
export const renditionPrefix = "rendition ";

/** All that a report of `pipeline` asks CloudWatch for, by a name of its own. */
export function reportQueries(pipeline: Pipeline): Record<string, Query> {
  const own = (metric: MetricName, statistic: string, of: Query["of"], further = {}): Query => {
    const dimensions = { [pipelineDimension]: pipeline.name, ...further };
    return { namespace: metricNamespace, metric, dimensions, statistic, of };
  };
  // A reason that this version does not know has to be listed to be seen, one that is not listed any more to be known.
  const reasons = new Set<string>([...rejectionReasons, ...pipeline.reasons]);
  return Object.fromEntries([
    ...Object.entries(summed).map(([key, metric]) => [key, own(metric, "Sum", "periods")]),
    ...[...reasons].map((reason) => {
      return [reasonPrefix + reason, own("Rejected", "Sum", "periods", { [reasonDimension]: reason })];
    }),
    ...pipeline.renditions.map((rendition) => {
      return [
        renditionPrefix + rendition,
        own("BytesOut", "Sum", "periods", { [renditionDimension]: rendition }),
      ];
    }),
    ...Object.entries(spread).flatMap(([key, metric]) =>
      percentiles.map((percentile) => [`${key} ${percentile}`, own(metric, percentile, "range")]),
    ),
    ...Object.entries(usedQueries(pipeline, own)),
  ]);
}

/** Of the last three AWS is the source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function usedQueries(
  { name, function: deployed }: Pipeline,
  own: (metric: MetricName, statistic: string, of: Query["of"]) => Query,
): Record<(typeof used)[number], Query> {
  const theirs = (namespace: string, metric: string, dimensions: Record<string, string>): Query => {
    return { namespace, metric, dimensions, statistic: "Sum", of: "periods" };
  };
  return {
    // Every look at an image has one value of this, and every look that wrote an output one of the next.
    looked: own("MemoryUsed", "SampleCount", "periods"),
    wrote: own("WriteDuration", "SampleCount", "periods"),
    duration: theirs("AWS/Lambda", "Duration", { FunctionName: name }),
    invocations: theirs("AWS/Lambda", "Invocations", { FunctionName: name }),
    logBytes: theirs("AWS/Logs", "IncomingBytes", {
      LogGroupName: deployed?.logGroup ?? usualLogGroup(name),
    }),
  };
}
