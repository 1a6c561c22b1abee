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

/** Maps names in the report to metrics summed for each period. */
const summed = {
  compressed: "Compressed",
  unchanged: "Unchanged",
  rejected: "Rejected",
  failed: "Failed",
  stale: "Stale",
  deleted: "Deleted",
  collisions: "Collisions",
  conflicts: "Conflicts",
  unmarkable: "Unmarkable",
  bytesIn: "BytesIn",
  bytesOut: "BytesOut",
  bytesSaved: "BytesSaved",
} as const satisfies Record<string, MetricName>;
type Summed = keyof typeof summed;

/** The function cannot count these: a try that Lambda ends writes nothing, and a dead letter is a message of a queue. */
const countedByAws = ["errors", "deadLetters"] as const;
export type Figure = Summed | (typeof countedByAws)[number];

/** Names the figures of each period. */
export const figureNames = [...(Object.keys(summed) as Summed[]), ...countedByAws] as const;

/** Maps names in the report to metrics with a value for each image. */
export const spread = {
  uploadToOutput: "UploadToOutput",
  readDuration: "ReadDuration",
  compressDuration: "CompressDuration",
  writeDuration: "WriteDuration",
  sizeRatio: "SizeRatio",
} as const satisfies Record<string, MetricName>;
export type Spread = keyof typeof spread;

export const percentiles = ["p50", "p90", "p99"] as const;

/** Costs depend on these and on those in `summed`. */
export const used = ["looked", "wrote", "duration", "invocations", "logBytes"] as const;
export const reasonPrefix = "reason ";
export const renditionPrefix = "rendition ";

/** Returns all queries for a report on `pipeline`, each under a name of its own. */
export function reportQueries(pipeline: Pipeline): Record<string, Query> {
  const own = (metric: MetricName, statistic: string, of: Query["of"], further = {}): Query => {
    const dimensions = { [pipelineDimension]: pipeline.name, ...further };
    return { namespace: metricNamespace, metric, dimensions, statistic, of };
  };
  // CloudWatch may list reasons unknown to this version, and may no longer list known ones.
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
    ...Object.entries(failureQueries(pipeline)),
  ]);
}

/**
 * AWS itself measures the last three:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
function usedQueries(
  { name, function: deployed }: Pipeline,
  own: (metric: MetricName, statistic: string, of: Query["of"]) => Query,
): Record<(typeof used)[number], Query> {
  return {
    // Each reconciled key has one value of this, and each one with an output written has one of the next.
    looked: own("MemoryUsed", "SampleCount", "periods"),
    wrote: own("WriteDuration", "SampleCount", "periods"),
    duration: theirs("AWS/Lambda", "Duration", { FunctionName: name }),
    invocations: theirs("AWS/Lambda", "Invocations", { FunctionName: name }),
    logBytes: theirs("AWS/Logs", "IncomingBytes", {
      LogGroupName: deployed?.logGroup ?? usualLogGroup(name),
    }),
  };
}

/** The queue tells how many wait; the most of a period tells of those which were sent again since. */
function failureQueries({ name, function: deployed }: Pipeline): Partial<Record<Figure, Query>> {
  const QueueName = deployed?.deadLetterQueue;
  return {
    errors: theirs("AWS/Lambda", "Errors", { FunctionName: name }),
    ...(QueueName !== undefined && {
      deadLetters: {
        ...theirs("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName }),
        statistic: "Maximum",
      },
    }),
  };
}

function theirs(namespace: string, metric: string, dimensions: Record<string, string>): Query {
  return { namespace, metric, dimensions, statistic: "Sum", of: "periods" };
}
