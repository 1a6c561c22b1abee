import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { LambdaClient } from "@aws-sdk/client-lambda";
import test, { type ExecutionContext } from "ava";
import { type Query, readMetricData } from "../../../cli/report/metric-data.ts";
import { type Answer, type Call, startFakeAws } from "../../helpers/command/fake-aws.ts";
import { queriesOf } from "../../helpers/command/fake-metrics.ts";

const range = { start: 1_800_000_000, now: 1_800_000_100, end: 1_800_003_600, periodSeconds: 60 };
const query: Query = {
  namespace: "Space",
  metric: "Metric",
  dimensions: { Pipeline: "images" },
  statistic: "Sum",
  of: "periods",
};

/** Reads `queries` from a CloudWatch with these answers. */
async function read(t: ExecutionContext, queries: Record<string, Query>, answer: (call: Call) => Answer) {
  const { endpoint, calls } = await startFakeAws(t, { "cloudwatch:GetMetricData": answer });
  const config = {
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "x" },
  };
  const connection = {
    cloudWatch: new CloudWatchClient(config),
    lambda: new LambdaClient(config),
    region: config.region,
    signal: new AbortController().signal,
    call: <Result>(_action: string, request: () => Promise<Result>) => request(),
  };
  let answered = 0;
  const data = await readMetricData(connection, queries, range, (count) => {
    answered += count;
  });
  return { ...data, calls, answered };
}

function result(Id: string, values: [time: number, value: number][], StatusCode = "Complete") {
  return {
    Id,
    Timestamps: values.map(([time]) => time),
    Values: values.map(([, value]) => value),
    StatusCode,
  };
}

test("More than 500 queries are asked for in several calls", async (t) => {
  const queries = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`n${index}`, query]));

  const { values, calls, answered } = await read(t, queries, (call) => ({
    MetricDataResults: queriesOf(call).map(({ Id }) => result(Id, [[range.start, Number(Id.slice(1))]])),
  }));

  t.deepEqual(
    calls.map((call) => queriesOf(call).length),
    [500, 500, 1],
  );
  t.deepEqual([values.n0, values.n1000], [new Map([[range.start, 0]]), new Map([[range.start, 1000]])]);
  t.is(answered, 1001);
});

test("A series that goes on from page to page is one", async (t) => {
  const pages = [
    { MetricDataResults: [result("q0", [[range.start, 1]], "PartialData")], NextToken: "more" },
    { MetricDataResults: [result("q0", [[range.start + 60, 2]])] },
  ];

  const { values, notes, calls, answered } = await read(t, { wanted: query }, () => pages.shift() ?? {});

  t.deepEqual(
    [...(values.wanted ?? [])],
    [
      [range.start, 1],
      [range.start + 60, 2],
    ],
  );
  t.deepEqual([notes, answered], [[], 1]);
  t.deepEqual(
    calls.map(({ input }) => input.NextToken),
    [undefined, "more"],
  );
});

test("What CloudWatch does not give, and what it says, are noted", async (t) => {
  const { values, notes } = await read(t, { a: query, b: query, c: query }, () => ({
    MetricDataResults: [
      result("q0", [[range.start, 1]], "PartialData"),
      { ...result("q1", [], "Forbidden"), Messages: [{ Code: "No", Value: "not yours" }] },
    ],
    Messages: [{ Code: "MaxMetricsExceeded", Value: "too many" }],
  }));

  t.is(values.a?.get(range.start), 1);
  t.deepEqual(notes, [
    "CloudWatch says MaxMetricsExceeded: too many",
    "CloudWatch says No: not yours",
    "CloudWatch did not give all of Metric (Sum): PartialData",
    "CloudWatch did not give all of Metric (Sum): Forbidden",
    "CloudWatch did not give all of Metric (Sum): no answer",
  ]);
});

test("What is of the whole range is asked for as one period", async (t) => {
  const { calls } = await read(t, { whole: { ...query, of: "range" }, each: query }, () => ({}));

  const [call] = calls;
  t.like(call?.input, { StartTime: range.start, EndTime: range.end });
  t.deepEqual(
    calls.flatMap(queriesOf).map(({ MetricStat }) => MetricStat.Period),
    [range.end - range.start, range.periodSeconds],
  );
});
