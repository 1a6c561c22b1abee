import type { Point } from "./metric-store.ts";

/** What a line says in CloudWatch's embedded metric format. */
export interface EmbeddedMetrics {
  fields: Record<string, unknown>;
  timestamp: number;
  points: Point[];
}

interface Directive {
  Namespace: string;
  Dimensions: string[][];
  Metrics: { Name: string }[];
}

/**
 * `undefined` for a line that carries no metric. Every directive counts its metrics once for each of its sets of dimensions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function readEmbeddedMetrics(line: string): EmbeddedMetrics | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const fields: Record<string, unknown> = JSON.parse(line);
    const { Timestamp: timestamp, CloudWatchMetrics } = fields._aws as {
      Timestamp: number;
      CloudWatchMetrics: Directive[];
    };
    const points = CloudWatchMetrics.flatMap((directive) => pointsOf(directive, fields, timestamp));
    return Number.isFinite(timestamp) ? { fields, timestamp, points } : undefined;
  } catch {
    return undefined;
  }
}

/** A metric's value may be a list of values. */
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
