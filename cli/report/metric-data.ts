import type { MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { MetricsConnection } from "../aws/connection.ts";
import type { Range } from "./range.ts";

/** Asks for one statistic of one metric. */
export interface Query {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  /** Is `Sum`, `SampleCount` or a percentile such as `p90`. */
  statistic: string;
  /** Asks for one value for each period of the range, or one for all of it. */
  of: "periods" | "range";
}

/** Holds values by the start of their period, in seconds since the epoch; empty when CloudWatch has none. */
export type Values = Map<number, number>;

export interface MetricData<Key extends string> {
  values: Record<Key, Values>;
  /** Explains which values CloudWatch left out. */
  notes: string[];
}

/**
 * CloudWatch takes no more at once:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
const maxQueries = 500;

interface Answers {
  values: Map<string, Values>;
  statuses: Map<string, string>;
  notes: Set<string>;
}

/**
 * Asks CloudWatch for all of `queries`, page by page.
 *
 * @param onAnswered Receives the number of queries answered in full since its last call.
 * @throws {AwsFailure} When CloudWatch refuses, or is busy for too long.
 */
export async function readMetricData<Key extends string>(
  connection: MetricsConnection,
  queries: Record<Key, Query>,
  range: Range,
  onAnswered: (count: number) => void,
): Promise<MetricData<Key>> {
  const answers: Answers = { values: new Map(), statuses: new Map(), notes: new Set() };
  const wanted = Object.values<Query>(queries).map((query, index) => asked(query, `q${index}`, range));
  for (let at = 0; at < wanted.length; at += maxQueries)
    await readPages(connection, wanted.slice(at, at + maxQueries), range, answers, onAnswered);

  const values = Object.keys(queries).map((key, index) => [
    key,
    answers.values.get(`q${index}`) ?? new Map(),
  ]);
  return { values: Object.fromEntries(values), notes: [...answers.notes, ...unfinished(answers, wanted)] };
}

function asked(
  { namespace, metric, dimensions, statistic, of }: Query,
  id: string,
  range: Range,
): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions },
      Period: of === "range" ? range.end - range.start : range.periodSeconds,
      Stat: statistic,
    },
  };
}

async function readPages(
  { cloudWatch, signal, call }: MetricsConnection,
  MetricDataQueries: MetricDataQuery[],
  { start, end }: Range,
  answers: Answers,
  onAnswered: (count: number) => void,
): Promise<void> {
  const { GetMetricDataCommand } = await import("@aws-sdk/client-cloudwatch");
  const request = {
    MetricDataQueries,
    StartTime: new Date(start * 1000),
    EndTime: new Date(end * 1000),
    ScanBy: "TimestampAscending" as const,
  };
  let NextToken: string | undefined;
  do {
    const page = new GetMetricDataCommand({ ...request, ...(NextToken && { NextToken }) });
    const answer = await call("cloudwatch:GetMetricData", () =>
      cloudWatch.send(page, { abortSignal: signal }),
    );
    for (const { Code, Value } of answer.Messages ?? [])
      answers.notes.add(`CloudWatch says ${Code}: ${Value}`);
    const results = answer.MetricDataResults ?? [];
    onAnswered(results.filter((result) => isNewlyComplete(result, answers)).length);
    for (const result of results) keep(result, answers);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
}

function isNewlyComplete({ Id = "", StatusCode }: MetricDataResult, { statuses }: Answers): boolean {
  return StatusCode === "Complete" && statuses.get(Id) !== "Complete";
}

/** A series may continue on the next page. */
function keep(result: MetricDataResult, answers: Answers): void {
  const { Id = "", StatusCode, Timestamps = [], Values: found = [], Messages = [] } = result;
  const values = answers.values.get(Id) ?? new Map();
  for (const [index, time] of Timestamps.entries()) values.set(time.getTime() / 1000, found[index] ?? 0);
  answers.values.set(Id, values);
  answers.statuses.set(Id, StatusCode ?? "no status");
  for (const { Code, Value } of Messages) answers.notes.add(`CloudWatch says ${Code}: ${Value}`);
}

function unfinished({ statuses }: Answers, wanted: MetricDataQuery[]): string[] {
  return wanted.flatMap(({ Id = "", MetricStat }) => {
    const status = statuses.get(Id) ?? "no answer";
    if (status === "Complete") return [];
    return `CloudWatch did not give all of ${MetricStat?.Metric?.MetricName} (${MetricStat?.Stat}): ${status}`;
  });
}
