import { comparisons, type MetricAlarm } from "./alarm-definitions.ts";
import { periodsOf } from "./expression-value.ts";
import { evaluationRange, judge } from "./judgement.ts";
import type { MetricStore } from "./metric-store.ts";
import { answerQueries } from "./queries.ts";
import type { AlarmState } from "./view.ts";

interface Datapoint {
  time: number;
  value: number | undefined;
}

const hourMs = 60 * 60 * 1000;

/** The outcome of an evaluation. Without a state, the alarm keeps the one it has. */
export interface Evaluation {
  state: AlarmState | undefined;
  reason: string;
}

/**
 * Evaluates an alarm at the end of a minute, over the periods up to then. CloudWatch does so every minute,
 * however long the period is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function evaluateAlarm(
  alarm: MetricAlarm,
  store: Pick<MetricStore, "read">,
  minute: number,
): Evaluation {
  const end = endOf(alarm, minute);
  const { queries, watched, periodSeconds, evaluationPeriods, comparison, threshold, fewestSamples } = alarm;
  const start = end - evaluationRange(alarm) * periodSeconds * 1000;
  const series = answerQueries(store, queries, { start, end }).get(watched)?.series ?? new Map();
  const datapoints = periodsOf({ start, end, periodSeconds }).map((time): Datapoint => {
    return { time, value: series.get(time) };
  });
  if (fewestSamples > 0 && samples(alarm, store, end) < fewestSamples)
    return { state: undefined, reason: "" };
  const { breaches } = comparisons[comparison];
  const breaching = datapoints.map(({ value }) =>
    value === undefined ? undefined : breaches(value, threshold),
  );
  const state = judge(breaching, alarm);
  const known = datapoints.filter(({ value }) => value !== undefined).slice(-evaluationPeriods);
  return { state, reason: describe(alarm, state, known) };
}

/** An alarm over more than a day is evaluated once an hour, on data up to the hour. */
function endOf({ evaluationPeriods, periodSeconds }: MetricAlarm, minute: number): number {
  const isOfDays = evaluationPeriods * periodSeconds * 1000 > 24 * hourMs;
  return isOfDays ? Math.floor(minute / hourMs) * hourMs : minute;
}

/** Counts the values behind a percentile in the evaluation periods. */
function samples(
  { queries, periodSeconds, evaluationPeriods }: MetricAlarm,
  store: Pick<MetricStore, "read">,
  end: number,
): number {
  const [query] = queries;
  if (query === undefined || !("metric" in query)) return 0;
  const lengthSeconds = evaluationPeriods * periodSeconds;
  const range = { start: end - lengthSeconds * 1000, end, periodSeconds: lengthSeconds };
  return [...store.read(query.metric, "SampleCount", range).values()][0] ?? 0;
}

/** Gives the facts CloudWatch gives in its own reasons. */
function describe(alarm: MetricAlarm, state: AlarmState | undefined, known: Datapoint[]): string {
  const { evaluationPeriods, datapointsToAlarm, missing, threshold, comparison } = alarm;
  const missingCount = evaluationPeriods - known.length;
  const periods = `the last ${evaluationPeriods === 1 ? "period" : `${evaluationPeriods} periods`}`;
  if (state === "INSUFFICIENT_DATA")
    return `Insufficient data: in ${periods} ${values(missingCount)} missing.`;
  const { words, breaches } = comparisons[comparison];
  const bad = known.filter(({ value = 0 }) => breaches(value, threshold)).length;
  const seen = known.map(({ time, value = 0 }) => `${rounded(value)} at ${new Date(time).toISOString()}`);
  const needed = `${datapointsToAlarm} ${datapointsToAlarm === 1 ? "is" : "are"} needed for ALARM`;
  return [
    `In ${periods} ${values(bad)} ${words} the threshold of ${rounded(threshold)}; ${needed}`,
    seen.length > 0 ? `: ${seen.join(", ")}.` : ".",
    missingCount > 0 ? ` Missing: ${missingCount}, taken as ${missing}.` : "",
  ].join("");
}

function values(count: number): string {
  return count === 1 ? "1 value is" : `${count} values are`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
