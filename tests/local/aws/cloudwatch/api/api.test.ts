import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataInput,
  ListMetricsCommand,
  paginateGetMetricData,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import test from "ava";
import type { MetricStore } from "../../../../../local/aws/cloudwatch/metric-store.ts";
import { dimensions, namespace, read, request } from "../../../../helpers/aws/metric-queries.ts";
import { startServices } from "../../../../helpers/aws/services.ts";

const minuteMs = 60_000;
const day = 24 * 60;

/** Values of one metric, one a minute from the epoch on. */
function count(metrics: MetricStore, name: string, ...values: number[]): void {
  const metric = { namespace, name, dimensions };
  metrics.add(values.map((value, minute) => ({ metric, timestamp: minute * minuteMs, value })));
}

async function all<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const list: Page[] = [];
  for await (const page of pages) list.push(page);
  return list;
}

async function values(client: CloudWatchClient, input: GetMetricDataInput) {
  const { MetricDataResults = [] } = await client.send(new GetMetricDataCommand(input));
  return Object.fromEntries(MetricDataResults.map(({ Id = "", Values }) => [Id, Values]));
}

test("what was counted is read by each statistic, and a percentile is one of the values", async (t) => {
  const { cloudWatch, metrics } = await startServices(t);
  count(metrics, "BytesIn", 40, 10, 30, 20);
  const statistics = ["Sum", "Average", "Minimum", "Maximum", "SampleCount", "p50", "p75.1", "p100"];

  const queries = statistics.map((statistic, index) => read(`q${index}`, "BytesIn", statistic, 600));

  t.deepEqual(Object.values(await values(cloudWatch, request(...queries))).flat(), [
    ...[100, 25, 10, 40, 4, 20, 40, 40],
  ]);
});

test("each period has its time, the newest first unless the oldest is wanted", async (t) => {
  const { cloudWatch, metrics } = await startServices(t);
  count(metrics, "Compressed", 1, 2, 3);
  const { ScanBy: _, ...input } = request(read("q", "Compressed", "Sum", 120));

  const { MetricDataResults } = await cloudWatch.send(new GetMetricDataCommand(input));

  t.like(MetricDataResults, [
    {
      ...{ Id: "q", Label: "Compressed", StatusCode: "Complete", Values: [3, 3] },
      Timestamps: [new Date(2 * minuteMs), new Date(0)],
    },
  ]);
});

test("a metric that never was has no values, and is complete", async (t) => {
  const { cloudWatch } = await startServices(t);

  const { MetricDataResults } = await cloudWatch.send(new GetMetricDataCommand(request(read("q", "Nope"))));

  t.like(MetricDataResults, [{ Id: "q", Values: [], Timestamps: [], StatusCode: "Complete" }]);
});

test("an expression is answered over what stands beside it, which need not be returned", async (t) => {
  const { cloudWatch, metrics } = await startServices(t);
  count(metrics, "BytesIn", 100, 50);
  count(metrics, "BytesSaved", 60, 40);
  const parts = [read("in1", "BytesIn"), read("saved", "BytesSaved")];

  const answer = await values(
    cloudWatch,
    request(...parts.map((part) => ({ ...part, ReturnData: false })), {
      ...{ Id: "percent", Expression: "100 * saved / in1" },
    }),
  );

  t.deepEqual(answer, { percent: [60, 80] });
});

test("pages hold no more datapoints than were asked for, and together all of them", async (t) => {
  const { cloudWatch, metrics } = await startServices(t);
  count(metrics, "A", 1, 2, 3, 4);
  count(metrics, "B", 5);
  const input = { ...request(read("a", "A"), read("none", "Nope"), read("b", "B")), MaxDatapoints: 3 };

  const pages = await all(paginateGetMetricData({ client: cloudWatch }, input));

  const told = pages.map(({ MetricDataResults = [] }) =>
    MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values?.join(), StatusCode]),
  );
  t.deepEqual(told, [
    [
      ["a", "1,2,3", "PartialData"],
      ["none", "", "Complete"],
    ],
    [
      ["a", "4", "Complete"],
      ["b", "5", "Complete"],
    ],
  ]);
});

test("of a start more than 15 days ago nothing shorter than five minutes is left", async (t) => {
  const { cloudWatch, metrics, clock } = await startServices(t);
  clock.now = 16 * day * minuteMs;
  count(metrics, "A", 1);

  const answer = await values(cloudWatch, request(read("minute", "A"), read("five", "A", "Sum", 300)));

  t.deepEqual(answer, { minute: [], five: [1] });
});

test("metrics are listed by namespace, name and dimension, in pages of 500", async (t) => {
  const { cloudWatch, metrics } = await startServices(t);
  for (let index = 0; index < 501; index += 1) count(metrics, `M${index}`, 1);
  metrics.add([{ metric: { namespace: "Other", name: "M1", dimensions: {} }, timestamp: 0, value: 1 }]);
  const list = async (input: object) => {
    const pages = await all(paginateListMetrics({ client: cloudWatch }, input));
    return pages.map(({ Metrics = [] }) => Metrics.length);
  };

  t.deepEqual(await list({}), [500, 2]);
  t.deepEqual(await list({ Namespace: namespace }), [500, 1]);
  t.deepEqual(await list({ MetricName: "M1" }), [2]);
  t.deepEqual(await list({ MetricName: "M1", Dimensions: [{ Name: "Pipeline" }] }), [1]);
  t.deepEqual(await list({ Dimensions: [{ Name: "Pipeline", Value: "other" }] }), [0]);
});

test("a metric without a value for two weeks is listed no more", async (t) => {
  const { cloudWatch, metrics, clock } = await startServices(t);
  count(metrics, "A", 1);
  const list = async () => (await cloudWatch.send(new ListMetricsCommand({}))).Metrics?.length;

  clock.now = 14 * day * minuteMs;
  const before = await list();
  clock.now += minuteMs;

  t.deepEqual([before, await list()], [1, 0]);
});
