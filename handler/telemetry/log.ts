import { controlCharacters } from "../../contract/control-characters.ts";
import type { Metrics } from "../../contract/metrics.ts";
import type { Ignored, Outcome } from "../../contract/outcome.ts";
import { countsOf } from "./counts.ts";
import { embeddedMetrics } from "./embedded-metrics.ts";

export interface LogContext {
  pipeline: string;
  requestId: string;
  timestamp: number;
  key: string;
  milliseconds: number;
}

export interface Reconciled {
  outcomes: Outcome[];
  measures: Metrics;
}

/** Writes one line for each rendition, with its metrics. Durations and rejections belong to the source and are counted once. */
export function outcomeLines(
  { outcomes, measures }: Reconciled,
  { pipeline, ...context }: LogContext,
  changedAt?: number,
): string[] {
  const { timestamp } = context;
  const distinct = withoutRepeats(outcomes);
  const counts = countsOf(distinct, { measures, timestamp, changedAt });
  return distinct.map(({ outcome: message, ...fields }, at) => {
    const embedded = embeddedMetrics(pipeline, timestamp, counts[at] ?? []);
    return line({ level: "INFO", message, ...context, ...fields, ...embedded });
  });
}

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

export function ignoredLine(ignored: Ignored, requestId: string, timestamp: number): string {
  return line({ level: "INFO", message: "ignored", timestamp, requestId, ...ignored });
}

/** A failure without a key comes from an unreadable message. Pass `{}` as metrics to avoid counting a failure twice. */
export function failedLine(
  error: unknown,
  { pipeline, ...context }: Omit<LogContext, "key" | "milliseconds"> & Partial<LogContext>,
  metrics: Metrics = { Failed: 1 },
): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const embedded = embeddedMetrics(pipeline, context.timestamp, [{ metrics }]);
  const said = { errorType: name, errorMessage: message };
  return line({ level: "ERROR", message: "failed", ...context, ...said, ...embedded });
}

/** JSON leaves some of these characters as they are: no key may bring them to a terminal. */
function line(fields: Record<string, unknown>): string {
  const json = JSON.stringify(fields);
  return json.replace(
    controlCharacters,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
