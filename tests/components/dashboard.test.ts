import test from "ava";
import { ImageCompressionPipeline } from "../../components/index.ts";
import type { Widget } from "../../components/widgets.ts";
import { metricUnits } from "../../handler/metrics.ts";
import { evaluate, find, json, region } from "../helpers/graph.ts";
import { evaluatePipeline } from "../helpers/pipeline.ts";

const graph = await evaluate((opts) => new ImageCompressionPipeline("images", { timeoutSeconds: 100 }, opts));
const { widgets } = json(graph, "images-dashboard", "dashboardBody") as { widgets: Widget[] };

const metrics = widgets.flatMap(({ type, properties }) => {
  return type === "metric" ? (properties.metrics as string[][]) : [];
});

/** The metrics that AWS publishes, of those whose names the dashboard and the alarms could use. */
const published: Record<string, string[]> = {
  "AWS/Lambda": [
    "Invocations",
    "Errors",
    "Throttles",
    "Duration",
    "ConcurrentExecutions",
    "DeadLetterErrors",
    "AsyncEventsReceived",
    "AsyncEventAge",
    "AsyncEventsDropped",
  ],
  "AWS/SQS": [
    "ApproximateNumberOfMessagesVisible",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateAgeOfOldestMessage",
  ],
  "AWS/S3": ["BucketSizeBytes", "NumberOfObjects"],
  ImageCompressionPipeline: Object.keys(metricUnits),
};

test("widgets do not overlap and stay within CloudWatch's 24 columns", (t) => {
  const cells = widgets.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, cell) => [x + (cell % width), y + Math.floor(cell / width)]),
  );

  t.true(cells.every(([column = 24]) => column < 24));
  t.is(new Set(cells.map(String)).size, cells.length);
});

test("every widget but the alarms' says which region it shows", (t) => {
  const others = widgets.filter(({ type }) => type !== "alarm");

  t.true(others.length > 0);
  t.true(others.every(({ properties }) => properties.region === region));
});

test("the dashboard shows metrics that exist, every one of the function's own among them", (t) => {
  t.deepEqual(
    metrics.filter(([namespace = "", name = ""]) => !published[namespace]?.includes(name)),
    [],
  );
  const own = metrics.filter(([namespace]) => namespace === "ImageCompressionPipeline");
  t.deepEqual(own.map(([, name]) => name).sort(), Object.keys(metricUnits).sort());
});

test("dimensions are those of this pipeline", (t) => {
  const dimensions = new Set(metrics.map((metric) => metric.slice(2, -1).join(" ")));

  t.deepEqual([...dimensions].sort(), [
    "BucketName images-output StorageType AllStorageTypes",
    "BucketName images-output StorageType StandardStorage",
    "BucketName images-source StorageType AllStorageTypes",
    "BucketName images-source StorageType StandardStorage",
    "FunctionName images-compressor",
    "Pipeline images-compressor",
    "QueueName images-dead-letters",
  ]);
});

test("the dashboard lists all alarms, and problems from the function's log", (t) => {
  const alarms = widgets.find(({ type }) => type === "alarm")?.properties.alarms as string[];
  const log = widgets.find(({ type }) => type === "log")?.properties.query;

  t.deepEqual(
    alarms.map((arn) => arn.split(":alarm:")[1]),
    ["errors", "throttles", "duration", "dead-letters"].map((name) => `images-${name}-alarm`),
  );
  t.regex(String(log), /^SOURCE 'images-compressor-logs' \| fields .*rejected/);
});

const alarms: [name: string, metric: string, statistic: string, threshold: number][] = [
  ["errors", "AWS/Lambda Errors", "Sum", 1],
  ["throttles", "AWS/Lambda Throttles", "Sum", 1],
  ["duration", "AWS/Lambda Duration", "Maximum", 80_000],
  ["dead-letters", "AWS/SQS ApproximateNumberOfMessagesVisible", "Maximum", 1],
];

for (const [name, metric, statistic, threshold] of alarms) {
  test(`the alarm on ${name} watches ${metric} and says what to do`, (t) => {
    const { inputs } = find(graph, `images-${name}-alarm`);

    t.is(`${inputs.namespace} ${inputs.metricName}`, metric);
    t.like(inputs, {
      statistic,
      threshold,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
    });
    t.true(String(inputs.alarmDescription).length > 100 && String(inputs.alarmDescription).length <= 1024);
  });
}

test("with a queue the dashboard shows what waits in it, what is worked on, and for how long", async (t) => {
  const queued = await evaluatePipeline({ ingestion: "queue" });

  const body = json(queued, "images-dashboard", "dashboardBody") as { widgets: Widget[] };
  const graphs = body.widgets.filter(({ properties }) => properties.title === "Uploads that wait");
  t.deepEqual(
    graphs.flatMap(({ properties }) => properties.metrics as string[][]).map((metric) => metric.slice(0, 4)),
    (published["AWS/SQS"] ?? []).map((name) => ["AWS/SQS", name, "QueueName", "images-uploads"]),
  );
  t.true(body.widgets.every(({ x, width }) => x + width <= 24));
});

test("the alarm on dead letters has the command that sends them again", (t) => {
  const { alarmDescription } = find(graph, "images-dead-letters-alarm").inputs;

  t.regex(String(alarmDescription), /npx image-compression-pipeline redrive --pipeline images-compressor$/);
});

test("with a queue alarms tell of its five attempts", async (t) => {
  const queued = await evaluatePipeline({ ingestion: "queue" });

  t.regex(String(find(queued, "images-errors-alarm").inputs.alarmDescription), /SQS delivers it five times/);
  t.regex(String(find(queued, "images-throttles-alarm").inputs.alarmDescription), /set maximumConcurrency/);
});
