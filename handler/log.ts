import type { Ignored } from "./events.ts";
import {
  type MetricName,
  metricNamespace,
  metricUnits,
  pipelineDimension,
  reasonDimension,
} from "./metrics.ts";
import type { Outcome } from "./outcome.ts";

type Metrics = Partial<Record<MetricName, number>>;

/** What is known beside the outcome: which request looked at which key, for how long, and who we are. */
export interface LogContext {
  pipeline: string;
  requestId: string;
  timestamp: number;
  key: string;
  milliseconds: number;
}

/**
 * One line for each rendition of an image, which is its metrics in embedded metric format as well. What is true of the source is
 * counted once: its bytes, and a rejection that all its renditions share.
 */
export function outcomeLines(outcomes: Outcome[], { pipeline, ...context }: LogContext): string[] {
  let countsSource = true;
  return withoutRepeats(outcomes).map((outcome) => {
    const { outcome: message, ...fields } = outcome;
    const { BytesIn, ...others } = metricsOf(outcome);
    const counted = countsSource && BytesIn !== undefined ? { BytesIn, ...others } : others;
    if (BytesIn !== undefined) countsSource = false;
    const metrics = embeddedMetrics(outcome, counted, context.timestamp, pipeline);
    return line({ level: "INFO", message, ...context, ...fields, ...metrics });
  });
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

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetrics(outcome: Outcome, metrics: Metrics, Timestamp: number, pipeline: string): object {
  if (Object.keys(metrics).length === 0) return {};
  const reason = outcome.outcome === "rejected" ? { [reasonDimension]: outcome.reason } : {};
  const directive = (counted: Metrics, dimensions: string[]) => {
    return { Namespace: metricNamespace, Dimensions: [dimensions], Metrics: definitions(counted) };
  };
  const { Rejected = 1 } = metrics;
  const CloudWatchMetrics = [
    directive(metrics, [pipelineDimension]),
    ...Object.keys(reason).map((name) => directive({ Rejected }, [pipelineDimension, name])),
  ];
  return {
    _aws: { Timestamp, CloudWatchMetrics },
    [pipelineDimension]: pipeline,
    ...reason,
    ...metrics,
  };
}

export function ignoredLine(ignored: Ignored, requestId: string, timestamp: number): string {
  return line({ level: "INFO", message: "ignored", timestamp, requestId, ...ignored });
}

/** Of a message that could not be read there is no key. */
export function failedLine(
  error: unknown,
  { pipeline: _pipeline, ...context }: Omit<LogContext, "key" | "milliseconds"> & Partial<LogContext>,
): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return line({ level: "ERROR", message: "failed", ...context, errorType: name, errorMessage: message });
}

function metricsOf(outcome: Outcome): Metrics {
  switch (outcome.outcome) {
    case "compressed": {
      const { bytesIn, bytesOut, collision } = outcome;
      return { Compressed: 1, BytesIn: bytesIn, BytesOut: bytesOut, ...(collision && { Collisions: 1 }) };
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

function definitions(metrics: Metrics): { Name: string; Unit: string }[] {
  return Object.entries(metricUnits)
    .filter(([name]) => name in metrics)
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
