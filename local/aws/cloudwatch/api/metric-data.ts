import { type Input, invalid, readNumber, readOptionalText, readText } from "../../endpoint/input.ts";
import { notImplemented, ServiceError } from "../../endpoint/service.ts";
import type { Metric, MetricStore, Series } from "../metric-store.ts";
import { answerQueries, expressionQuery, metricQuery, type Query } from "../queries.ts";
import { readDimensions, readObject, readObjects, readTime, refuseOptions } from "./input.ts";
import { readPage } from "./pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostQueries = 500;
const mostDatapoints = 100_800;

const dayMs = 24 * 60 * 60 * 1000;

/** CloudWatch keeps only longer periods of older data, and returns nothing for a shorter period. */
const retention = [
  { upToDays: 15, periodSeconds: 60 },
  { upToDays: 63, periodSeconds: 300 },
  { upToDays: Number.POSITIVE_INFINITY, periodSeconds: 3600 },
];

interface Wanted {
  query: Query;
  label: string;
  isReturned: boolean;
}

interface Datapoint {
  id: string;
  time: number;
  value: number;
}

export function getMetricData(input: Input, store: Pick<MetricStore, "read">, now: number): object {
  const wanted = readQueries(input);
  const limits = readLimits(input, now);
  const size = readNumber(input, "MaxDatapoints", 1, mostDatapoints) ?? mostDatapoints;
  const order = readOrder(input);
  const answers = answer(
    onlyKept(store, limits.periodSeconds),
    wanted.map(({ query }) => query),
    limits,
  );

  const returned = wanted.filter(({ isReturned }) => isReturned);
  const datapoints = returned.flatMap(({ query: { id } }) =>
    order([...(answers.get(id)?.series ?? [])].map(([time, value]): Datapoint => ({ id, time, value }))),
  );
  const page = readPage(input, datapoints, size);
  const end = page.start + page.items.length;
  const results = returned.flatMap(({ query: { id }, label }) => {
    const first = datapoints.findIndex((datapoint) => datapoint.id === id);
    const last = datapoints.findLastIndex((datapoint) => datapoint.id === id);
    const isOnPage = first < 0 ? page.start === 0 : first < end && last >= page.start;
    if (!isOnPage) return [];
    const own = page.items.filter((datapoint) => datapoint.id === id);
    return {
      Id: id,
      Label: label,
      Timestamps: own.map(({ time }) => time / 1000),
      Values: own.map(({ value }) => value),
      StatusCode: last < end ? "Complete" : "PartialData",
    };
  });
  const { NextToken } = page;
  return { MetricDataResults: results, Messages: [], ...(NextToken && { NextToken }) };
}

function readQueries(input: Input): Wanted[] {
  const list = readObjects(input, "MetricDataQueries");
  if (list.length === 0) throw new ServiceError("MissingParameter", "MetricDataQueries has no query");
  if (list.length > mostQueries) throw invalid("MetricDataQueries", `at most ${mostQueries} are allowed`);
  const wanted = list.map(readQuery);
  const repeated = wanted.find(
    ({ query }, index) => wanted.findIndex((one) => one.query.id === query.id) < index,
  );
  if (repeated !== undefined)
    throw invalid("MetricDataQueries", `the id ${repeated.query.id} is there twice`);
  return wanted;
}

function readQuery(input: Input): Wanted {
  refuseOptions(input, "MetricDataQueries", ["AccountId"]);
  const id = readText(input, "Id");
  if (!/^[a-z]\w{0,254}$/.test(id))
    throw invalid("Id", "it must begin with a small letter, and have letters, digits and _ only");
  const text = readOptionalText(input, "Expression");
  const hasMetric = input.MetricStat !== undefined && input.MetricStat !== null;
  if (hasMetric === (text !== undefined))
    throw new ServiceError(
      "InvalidParameterCombination",
      `The query ${id} needs either Expression or MetricStat`,
    );
  const metricStat = hasMetric ? readMetricStat(readObject(input, "MetricStat")) : undefined;
  const label = readOptionalText(input, "Label") ?? metricStat?.metric.name ?? id;
  if (label.includes("${")) throw notImplemented("A dynamic label");
  const query = orNotImplemented(() =>
    metricStat === undefined
      ? expressionQuery(id, text ?? "")
      : metricQuery(id, metricStat.metric, metricStat.statistic, metricStat.periodSeconds),
  );
  return { query, label, isReturned: input.ReturnData !== false };
}

function readMetricStat(input: Input): { metric: Metric; statistic: string; periodSeconds: number } {
  refuseOptions(input, "MetricStat", ["Unit"]);
  const metric = readObject(input, "Metric");
  const periodSeconds = readNumber(input, "Period", 1, Number.MAX_SAFE_INTEGER);
  if (periodSeconds === undefined || periodSeconds % 60 > 0)
    throw invalid("Period", "the local run keeps whole minutes, so that it must be a multiple of 60");
  const dimensions = readDimensions(metric).map(({ Name, Value = "" }) => [Name, Value]);
  return {
    metric: {
      namespace: readText(metric, "Namespace"),
      name: readText(metric, "MetricName"),
      dimensions: Object.fromEntries(dimensions),
    },
    statistic: readText(input, "Stat"),
    periodSeconds,
  };
}

/** Rounds the start and limits the period: the older the start, the coarser both are. */
function readLimits(input: Input, now: number): { start: number; end: number; periodSeconds: number } {
  const [start, end] = [readTime(input, "StartTime"), readTime(input, "EndTime")];
  if (start >= end) throw invalid("StartTime", "it must be before EndTime");
  const age = (now - start) / dayMs;
  const { periodSeconds = 60 } = retention.find(({ upToDays }) => age <= upToDays) ?? {};
  return { start: Math.floor(start / 1000 / periodSeconds) * periodSeconds * 1000, end, periodSeconds };
}

function onlyKept(store: Pick<MetricStore, "read">, keptSeconds: number): Pick<MetricStore, "read"> {
  return {
    read: (metric, statistic, range) =>
      range.periodSeconds % keptSeconds > 0 ? new Map() : store.read(metric, statistic, range),
  };
}

function readOrder(input: Input): (datapoints: Datapoint[]) => Datapoint[] {
  const order = readOptionalText(input, "ScanBy") ?? "TimestampDescending";
  if (order === "TimestampAscending") return (datapoints) => datapoints;
  if (order === "TimestampDescending") return (datapoints) => datapoints.toReversed();
  throw invalid("ScanBy", "it must be TimestampAscending or TimestampDescending");
}

function answer(
  store: Pick<MetricStore, "read">,
  queries: Query[],
  limits: { start: number; end: number },
): Map<string, { series: Series }> {
  try {
    return answerQueries(store, queries, limits);
  } catch (error) {
    throw invalid("Expression", error instanceof Error ? error.message : String(error));
  }
}

function orNotImplemented<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new ServiceError("NotImplemented", error instanceof Error ? error.message : String(error), 501);
  }
}
