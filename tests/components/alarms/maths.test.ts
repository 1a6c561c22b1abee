import test from "ava";
import { find, type Graph } from "../../helpers/graph/graph.ts";
import { computeMetrics } from "../../helpers/graph/metric-math.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const direct = await evaluatePipeline();
const ruled = await evaluatePipeline({
  ingestion: "eventbridge",
  uploadPrefix: "in/",
  uploadSuffixes: [".png", ".jpg", ".gif"],
});

interface MetricQuery {
  id: string;
  expression?: string;
  metric?: { namespace: string; metricName: string; dimensions: object; stat: string; period: number };
}

function queriesOf(graph: Graph, name: string): MetricQuery[] {
  return find(graph, `images-${name}-alarm`).inputs.metricQueries as MetricQuery[];
}

/** Evaluates an alarm's expression on these values of its metrics; other metrics have no data. */
function computed(name: string, values: Record<string, number>, graph = direct): number | undefined {
  return computeMetrics(queriesOf(graph, name), values).result;
}

test("rejections are a share of at least 20 images", (t) => {
  t.is(computed("rejections", { rejected: 5, images: 20 }), 25);
  t.is(computed("rejections", { rejected: 20, images: 20 }), 100);
  t.is(computed("rejections", { rejected: 19, images: 19 }), 0);
  t.is(computed("rejections", { rejected: 100, images: 1000 }), 10);

  const { inputs } = find(direct, "images-rejections-alarm");
  t.like(inputs, { threshold: 25, comparisonOperator: "GreaterThanOrEqualToThreshold" });
  t.deepEqual([inputs.datapointsToAlarm, inputs.evaluationPeriods], [1, 1]);
});

test("savings are a share of the sources' bytes, of at least 20 images, and may be less than nothing", (t) => {
  t.is(computed("savings", { saved: 900, source: 1000, images: 20 }), 90);
  t.is(computed("savings", { saved: 0, source: 1000, images: 19 }), 100);
  t.is(computed("savings", { saved: -50, source: 1000, images: 20 }), -5);

  const { inputs } = find(direct, "images-savings-alarm");
  t.like(inputs, { threshold: 10, comparisonOperator: "LessThanThreshold" });
  t.deepEqual([inputs.datapointsToAlarm, inputs.evaluationPeriods], [2, 4]);
});

test("without rejections, or with further renditions only, no alarm is raised", (t) => {
  t.is(computed("rejections", { images: 20 }), 0);
  t.is(computed("rejections", {}), undefined);
  t.is(computed("savings", {}), undefined);
});

test("the metrics of an expression belong to one pipeline and one period, and match their ids", (t) => {
  const metrics = ["rejections", "savings"].flatMap((name) =>
    queriesOf(direct, name).flatMap(({ id, metric }) => (metric === undefined ? [] : [{ id, ...metric }])),
  );

  t.deepEqual(
    metrics.map(({ id, metricName, stat, period }) => `${id}: ${metricName} ${stat} ${period}`),
    [
      "rejected: Rejected Sum 3600",
      "images: MemoryUsed SampleCount 3600",
      "saved: BytesSaved Sum 21600",
      "source: BytesIn Sum 21600",
      "images: BytesIn SampleCount 21600",
    ],
  );
  t.deepEqual(
    [...new Set(metrics.flatMap(({ dimensions }) => Object.values(dimensions)))],
    ["images-compressor"],
  );
});

test("failed invocations of several rules are added up, including rules without any", (t) => {
  const rules = queriesOf(ruled, "failed-invocations").map(({ metric }) => metric?.dimensions);

  t.deepEqual(rules, [
    { RuleName: "images-upload-events" },
    { RuleName: "images-upload-events-2" },
    undefined,
  ]);
  t.is(computed("failed-invocations", { rule1: 1, rule2: 2 }, ruled), 3);
  t.is(computed("failed-invocations", { rule2: 2 }, ruled), 2);
  t.is(computed("failed-invocations", {}, ruled), undefined);
});
