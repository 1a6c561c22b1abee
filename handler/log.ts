import type { Ignored } from "./events.ts";
import {
  type Metrics,
  metricNamespace,
  metricUnits,
  pipelineDimension,
  reasonDimension,
  renditionDimension,
} from "./metrics.ts";
import type { Outcome } from "./outcome.ts";
import { defaultRendition } from "./settings.ts";

/** What is known beside the outcome: which request looked at which key, for how long, and who we are. */
export interface LogContext {
  pipeline: string;
  requestId: string;
  timestamp: number;
  key: string;
  milliseconds: number;
}

/** What one look at a source brought, and what it took. */
export interface Look {
  outcomes: Outcome[];
  measures: Metrics;
}

/**
 * One line for each rendition of an image, which is its metrics in embedded metric format as well. What is true of the source is
 * counted once: its bytes, what the look at it took, and a rejection that all its renditions share.
 *
 * @param changedAt When the upload was, in milliseconds since the epoch, where the event says it.
 */
export function outcomeLines(
  { outcomes, measures }: Look,
  { pipeline, ...context }: LogContext,
  changedAt?: number,
): string[] {
  const counted = withoutRepeats(outcomes).map((outcome) => ({ outcome, metrics: metricsOf(outcome) }));
  const first =
    counted.find(({ outcome }) => outcome.outcome === "compressed") ??
    counted.find(({ metrics }) => Object.keys(metrics).length > 0);
  if (first !== undefined)
    Object.assign(first.metrics, sourceMetrics(first.outcome, measures, context.timestamp, changedAt));
  return counted.map(({ outcome, metrics }) => {
    const { outcome: message, ...fields } = outcome;
    const embedded = embeddedMetrics(pipeline, context.timestamp, metrics, {
      ...(outcome.outcome === "rejected" && { [reasonDimension]: { of: "Rejected", is: outcome.reason } }),
      ...(outcome.outcome === "compressed" &&
        outcomes.length > 1 && { [renditionDimension]: { of: "BytesOut", is: outcome.rendition } }),
    });
    return line({ level: "INFO", message, ...context, ...fields, ...embedded });
  });
}

/** What is true of the source and of the look at it, whatever its renditions are. */
function sourceMetrics(
  outcome: Outcome,
  { Conflicts = 0, MemoryUsed, ...durations }: Metrics,
  timestamp: number,
  changedAt: number | undefined,
): Metrics {
  return {
    ...(outcome.outcome === "compressed" && {
      BytesIn: outcome.bytesIn,
      ...durations,
      // A clock that is behind that of S3 must not give less than nothing.
      ...(changedAt !== undefined && { UploadToOutput: Math.max(0, timestamp - changedAt) }),
    }),
    ...(Conflicts > 0 && { Conflicts }),
    ...(MemoryUsed !== undefined && { MemoryUsed }),
  };
}

/** Rejections of one kind as one, of all their renditions. */
function withoutRepeats(outcomes: Outcome[]): Outcome[] {
  const kinds = Map.groupBy(outcomes, (outcome) =>
    outcome.outcome === "rejected" ? `${outcome.reason} ${outcome.detail}` : outcome,
  );
  return [...kinds.values()].flatMap((same) => merged(same) ?? []);
}

function merged(same: Outcome[]): Outcome | undefined {
  const [first] = same;
  if (first?.outcome !== "rejected") return first;
  const rejections = same.filter((outcome) => outcome.outcome === "rejected");
  return {
    ...first,
    rendition: same.map(({ rendition }) => rendition).join(", "),
    stale: rejections.flatMap(({ stale }) => stale),
    deleted: rejections.flatMap(({ deleted }) => deleted),
  };
}

/** One of the metrics that is also counted per value of a further dimension. */
type Further = Record<string, { of: keyof Metrics; is: string }>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetrics(
  pipeline: string,
  Timestamp: number,
  metrics: Metrics,
  further: Further = {},
): object {
  if (Object.keys(metrics).length === 0) return {};
  const directive = (names: string[], dimensions: string[]) => {
    return { Namespace: metricNamespace, Dimensions: [dimensions], Metrics: definitions(names) };
  };
  const CloudWatchMetrics = [
    directive(Object.keys(metrics), [pipelineDimension]),
    ...Object.entries(further).map(([name, { of }]) => directive([of], [pipelineDimension, name])),
  ];
  const values = Object.entries(further).map(([name, { is }]) => [name, is]);
  return {
    _aws: { Timestamp, CloudWatchMetrics },
    [pipelineDimension]: pipeline,
    ...Object.fromEntries(values),
    ...metrics,
  };
}

export function ignoredLine(ignored: Ignored, requestId: string, timestamp: number): string {
  return line({ level: "INFO", message: "ignored", timestamp, requestId, ...ignored });
}

/** Of a message that could not be read there is no key. */
export function failedLine(
  error: unknown,
  { pipeline, ...context }: Omit<LogContext, "key" | "milliseconds"> & Partial<LogContext>,
): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const embedded = embeddedMetrics(pipeline, context.timestamp, { Failed: 1 });
  const said = { errorType: name, errorMessage: message };
  return line({ level: "ERROR", message: "failed", ...context, ...said, ...embedded });
}

function metricsOf(outcome: Outcome): Metrics {
  switch (outcome.outcome) {
    case "compressed": {
      const { rendition, bytesIn, bytesOut, collision } = outcome;
      return {
        Compressed: 1,
        BytesOut: bytesOut,
        // Who saves by the pipeline reads its own output in the place of the source, not all its renditions.
        ...(rendition === defaultRendition && {
          BytesSaved: bytesIn - bytesOut,
          SizeRatio: Math.round((1000 * bytesOut) / bytesIn) / 10,
        }),
        ...(collision && { Collisions: 1 }),
      };
    }
    case "unchanged":
      return { Unchanged: 1 };
    case "rejected": {
      const { stale, deleted } = outcome;
      return {
        Rejected: 1,
        ...(stale.length > 0 && { Stale: stale.length }),
        ...(deleted.length > 0 && { Deleted: deleted.length }),
      };
    }
    case "deleted":
      return { Deleted: outcome.deleted.length };
    case "stale":
      return { Stale: outcome.stale.length };
    case "absent":
      return {};
  }
}

function definitions(names: string[]): { Name: string; Unit: string }[] {
  return Object.entries(metricUnits)
    .filter(([name]) => names.includes(name))
    .map(([Name, Unit]) => ({ Name, Unit }));
}

/** JSON leaves some control characters, and those that turn the reading direction, as they are: no key may bring them to a terminal. */
function line(fields: Record<string, unknown>): string {
  const json = JSON.stringify(fields);
  return json.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
