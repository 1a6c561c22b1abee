import type { Point } from "./metric-store.ts";

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string }[];
}

/** Reads the fields of a log line; a line without a JSON object has none. */
export function readFields(line: string): Record<string, unknown> {
  if (!line.startsWith("{")) return {};
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

export function readLogLine(line: string): Point[] {
  return readEmbeddedMetrics(readFields(line));
}

/**
 * Reads the fields of CloudWatch's embedded metric format. Each directive counts its metrics once per set of
 * dimensions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmbeddedMetrics(fields: Record<string, unknown>): Point[] {
  try {
    const { Timestamp: timestamp, CloudWatchMetrics } = fields._aws as {
      Timestamp: number;
      CloudWatchMetrics: Directive[];
    };
    if (!Number.isFinite(timestamp)) return [];
    return CloudWatchMetrics.flatMap((directive) => pointsOf(directive, fields, timestamp));
  } catch {
    return [];
  }
}

/** A metric has one value or a list of values. */
function pointsOf(
  { Namespace: namespace, Dimensions, Metrics }: Directive,
  fields: Record<string, unknown>,
  timestamp: number,
): Point[] {
  return Dimensions.flatMap((names) => {
    const dimensions = Object.fromEntries(names.map((name) => [name, String(fields[name])]));
    return Metrics.flatMap(({ Name: name }) =>
      [fields[name]]
        .flat()
        .filter((value) => typeof value === "number" && Number.isFinite(value))
        .map((value) => ({ metric: { namespace, name, dimensions }, timestamp, value: Number(value) })),
    );
  });
}
