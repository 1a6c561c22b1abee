import test from "ava";
import type { MetricOptions } from "../../../components/dashboard/widgets.ts";
import { rejectionReasons } from "../../../contract/rejection.ts";
import { dashboardOf, isMetric, linesOf, titled } from "../../helpers/graph/dashboard.ts";
import { region } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const graph = await evaluatePipeline({ timeoutSeconds: 100, memoryMiB: 2048 });
const { widgets } = dashboardOf(graph);

test("the dashboard answers one question after the other", (t) => {
  const questions = widgets.flatMap(
    ({ properties }) => /^## (.*)/.exec(String(properties.markdown))?.[1] ?? [],
  );

  t.deepEqual(questions, [
    "Is it working?",
    "How fast is it?",
    "What does it save?",
    "What was refused, and why?",
    "What does it cost?",
    "Which images?",
  ]);
});

test("metrics and logs are those of the stack's region", (t) => {
  const regional = widgets.filter(({ type }) => type === "metric" || type === "log");

  t.true(regional.length > 10);
  t.true(regional.every(({ properties }) => properties.region === region));
});

test("dimensions are those of this pipeline", (t) => {
  const metrics = widgets.flatMap(linesOf).filter(isMetric);
  const dimensions = metrics.map((metric) => metric.slice(2, -1).join(" "));

  t.deepEqual([...new Set(dimensions)].sort(), [
    "BucketName images-output StorageType AllStorageTypes",
    "BucketName images-output StorageType StandardStorage",
    "BucketName images-source StorageType AllStorageTypes",
    "BucketName images-source StorageType StandardStorage",
    "FunctionName images-compressor",
    "LogGroupName images-compressor-logs",
    "Pipeline images-compressor",
    ...rejectionReasons.toSorted().map((reason) => `Pipeline images-compressor Reason ${reason}`),
    "QueueName images-dead-letters",
  ]);
});

test("the graph of images has the tries that Lambda ended, and the dead letters", (t) => {
  const drawn = linesOf(titled(widgets, "Images")).map((line) => [line[1], line.at(-1)]);

  t.deepEqual(drawn.slice(3), [
    ["Failed", {}],
    ["Errors", { label: "Lambda's errors" }],
    ["ApproximateNumberOfMessagesVisible", { stat: "Maximum", label: "dead letters" }],
  ]);
});

test("the dashboard lists all alarms", (t) => {
  const listed = widgets.find(({ type }) => type === "alarm")?.properties.alarms as string[];
  const made = graph.resources.filter(({ type }) => /Alarm$/.test(type));

  t.true(made.length > 3);
  t.deepEqual(listed.map((arn) => arn.split(":alarm:")[1]).sort(), made.map(({ name }) => name).sort());
});

test("graphs show how near the timeout and the memory's limit are", (t) => {
  const limitOf = (title: string) => titled(widgets, title).properties.annotations;

  t.deepEqual(limitOf("Duration of an invocation"), {
    horizontal: [{ label: "timeout", value: 100_000 }],
  });
  t.deepEqual(limitOf("Memory"), { horizontal: [{ label: "memoryMiB", value: 2048 }] });
});

test("no title or label names a unit, since CloudWatch shows each metric's unit", (t) => {
  const labels = widgets.flatMap(linesOf).flatMap((line) => {
    return isMetric(line) ? [(line.at(-1) as MetricOptions).label ?? ""] : [];
  });
  const titles = widgets.map(({ properties }) => String(properties.title));

  const withUnit = [...titles, ...labels].filter((text) => /, (in )?(milliseconds|MiB|ms|s)$/.test(text));

  t.deepEqual(withUnit, []);
});

test("tables ask the function's log", (t) => {
  const tables = widgets.filter(({ type }) => type === "log");

  t.deepEqual(
    tables.map(({ properties }) => properties.title),
    ["Rejected, stale and failed images", "Largest images", "Slowest images"],
  );
  for (const { properties } of tables)
    t.regex(String(properties.query), /^SOURCE 'images-compressor-logs' \| fields /);
});

test("with a queue the dashboard shows waiting and processing messages, and their age", async (t) => {
  const queued = dashboardOf(await evaluatePipeline({ ingestion: "queue" })).widgets;

  const uploads = linesOf(titled(queued, "Uploads that wait")).filter(isMetric);
  t.deepEqual(
    uploads.map((metric) => metric.slice(0, 4).join(" ")),
    [
      "ApproximateNumberOfMessagesVisible",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateAgeOfOldestMessage",
    ].map((name) => `AWS/SQS ${name} QueueName images-uploads`),
  );
});

test("the dashboard shows bytes by rendition only where there are several", async (t) => {
  const web = { format: "webp", quality: 40 } as const;
  const several = dashboardOf(await evaluatePipeline({ web, renditions: [{ name: "thumbnail" }] })).widgets;

  const metrics = linesOf(titled(several, "Bytes of outputs, by rendition")).filter(isMetric);
  t.deepEqual(
    metrics.map((metric) => metric.slice(1, -1).join(" ")),
    ["default", "thumbnail", "web"].map((name) => `BytesOut Pipeline images-compressor Rendition ${name}`),
  );
  t.throws(() => titled(widgets, "Bytes of outputs, by rendition"));
});

test("labels call the messages in queues by their meaning, not by SQS's names", async (t) => {
  const queued = dashboardOf(await evaluatePipeline({ ingestion: "queue" })).widgets;

  const labels = queued.flatMap(linesOf).flatMap((line) => {
    return isMetric(line) && line[0] === "AWS/SQS" ? [(line.at(-1) as MetricOptions).label] : [];
  });

  const age = "age of the oldest";
  const waiting = ["waiting", "taken by the function", age];
  t.deepEqual(labels, ["dead letters", "dead letters", age, ...waiting]);
});

for (const [viewsPerImage, often] of [
  [1, "once a month"],
  [2.5, "2.5 times a month"],
] as const) {
  test(`the dashboard says that outputs are sent ${often}`, async (t) => {
    const texts = dashboardOf(await evaluatePipeline({ viewsPerImage })).widgets.map(
      ({ properties: { markdown } }) => String(markdown),
    );

    t.true(texts.some((text) => text.includes(`each output is sent ${often} (\`viewsPerImage\`)`)));
  });
}
