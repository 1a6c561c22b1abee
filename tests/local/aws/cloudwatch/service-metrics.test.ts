import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { openMetricStore } from "../../../../local/aws/cloudwatch/metric-store.ts";
import { openIngestion } from "../../../../local/aws/delivery/ingestion.ts";
import { minuteMs, openCloudWatchOf, stackOf } from "../../../helpers/aws/cloudwatch.ts";
import { readProjectFile } from "../../../helpers/root.ts";

const stack = await stackOf({ ingestion: "eventbridge" });
const day = 24 * 60 * minuteMs;

function open() {
  const opened = openCloudWatchOf(stack);
  const { cloudWatch, clock } = opened;
  const read = (namespace: string, name: string, dimensions: Record<string, string>, statistic = "Sum") => {
    const start = Math.floor(clock.now / day) * day;
    const range = { start, end: start + day, periodSeconds: 24 * 3600 };
    return cloudWatch.store().read({ namespace, name, dimensions }, statistic, range).get(start);
  };
  const lambda = (name: string, statistic?: string) =>
    read("AWS/Lambda", name, { FunctionName: stack.function.name }, statistic);
  return { ...opened, read, lambda };
}

test("docs/local-run.md has all metrics of services that the run measures", (t) => {
  const { cloudWatch, database } = open();
  const { queues } = openIngestion(stack, { database, region: "us-east-1", retryDelaySeconds: 1 });
  cloudWatch.watch({ queues, storage: { usage: () => [{ bucket: "b", objects: 1, bytes: 1 }] } });
  t.teardown(() => cloudWatch.close());
  const { measures } = cloudWatch;
  measures.ran({ milliseconds: 1, outcome: "succeeded", concurrent: 1 });
  for (const happen of [measures.received, measures.dropped]) happen();
  measures.started(1);
  for (const happen of [measures.matched, measures.logged]) happen("a");

  const metrics = Map.groupBy(cloudWatch.store().list(), ({ namespace }) => namespace);
  const rows = [...metrics].map(([namespace, list]) => {
    const names = new Set(list.map(({ name }) => `\`${name}\``));
    return `| \`${namespace}\` | ${[...names].join(", ")} |`;
  });

  const page = readProjectFile("docs/local-run.md");
  t.deepEqual(page.match(/^\| `AWS.+$/gm), rows);
});

test("Lambda's metrics say how often the function ran, failed, and for how long", (t) => {
  const { cloudWatch, lambda } = open();

  cloudWatch.measures.ran({ milliseconds: 100, outcome: "succeeded", concurrent: 1 });
  cloudWatch.measures.ran({ milliseconds: 300, outcome: "failed", concurrent: 2 });

  t.deepEqual(
    ["Invocations", "Errors", "Throttles"].map((name) => lambda(name)),
    [2, 1, 0],
  );
  t.deepEqual([lambda("Duration", "Average"), lambda("ConcurrentExecutions", "Maximum")], [200, 2]);
});

test("a run whose process never started failed, and has no duration", (t) => {
  const { cloudWatch, lambda } = open();

  cloudWatch.measures.ran({ milliseconds: undefined, outcome: "failed", concurrent: 1 });

  t.deepEqual([lambda("Invocations"), lambda("Errors")], [1, 1]);
  t.is(lambda("Duration", "SampleCount"), undefined);
});

test("a run counts in the minute that it began in", (t) => {
  const { cloudWatch, clock } = open();
  const began = clock.now;
  clock.now += 2 * minuteMs;

  cloudWatch.measures.ran({ milliseconds: 2 * minuteMs, outcome: "succeeded", concurrent: 1 });

  const metric = {
    ...{ namespace: "AWS/Lambda", name: "Invocations" },
    dimensions: { FunctionName: stack.function.name },
  };
  const range = { start: began, end: clock.now, periodSeconds: 60 };
  t.deepEqual([...cloudWatch.store().read(metric, "Sum", range)], [[began, 1]]);
});

test("a line of the log counts with its bytes and 26 more, as CloudWatch Logs bills it", (t) => {
  const { cloudWatch, read } = open();

  cloudWatch.record("é");
  cloudWatch.record("{}");

  const logGroup = { LogGroupName: stack.logGroupName };
  t.is(read("AWS/Logs", "IncomingBytes", logGroup), 2 + 26 + 2 + 26);
  t.is(read("AWS/Logs", "IncomingLogEvents", logGroup), 2);
});

test("queues and buckets are measured whenever somebody looks, ages by the clock of metrics", (t) => {
  const { cloudWatch, clock, database, read } = open();
  const ingestion = openIngestion(stack, { database, region: "us-east-1", retryDelaySeconds: 1 });
  const [queue] = ingestion.queues.all;
  const QueueName = queue?.definition.name ?? "";
  const storage = { usage: () => [{ bucket: "b", objects: 2, bytes: 30 }] };
  cloudWatch.watch({ queues: ingestion.queues, storage });
  t.teardown(() => cloudWatch.close());
  queue?.send("a");
  clock.now = Date.now() + 10 * minuteMs;

  const sqs = (name: string) => read("AWS/SQS", name, { QueueName }, "Maximum");

  t.is(sqs("ApproximateNumberOfMessagesVisible"), 1);
  t.true((sqs("ApproximateAgeOfOldestMessage") ?? 0) >= 600);
  const bytes = { BucketName: "b", StorageType: "StandardStorage" };
  t.is(read("AWS/S3", "BucketSizeBytes", bytes, "Average"), 30);
});

test("events are counted as they come, by the rule that they come by, and when they are given up", (t) => {
  const { cloudWatch, database, lambda, read } = open();
  const ingestion = openIngestion(stack, {
    ...{ database, region: "us-east-1", retryDelaySeconds: 1 },
    measures: cloudWatch.measures,
  });
  const [rule] = stack.eventBridge.rules;
  const object = { bucket: stack.sourceBucket, key: "a.png", size: 1, etag: "e", time: new Date() };

  ingestion.record({ ...object, eventName: "ObjectCreated:Put" });
  ingestion.record({ ...object, eventName: "ObjectRemoved:Delete" });

  t.is(lambda("AsyncEventsReceived"), 1);
  t.is(read("AWS/Events", "Invocations", { RuleName: rule?.name ?? "" }), 1);
});

test("the function's role may read no metrics", (t) => {
  const calls = ["GetMetricData", "ListMetrics"];

  t.deepEqual(
    calls.filter((call) => stack.roleMay(`cloudwatch:${call}`, "*")),
    [],
  );
});

test("what services counted is on disk when the run ends", (t) => {
  const database = new DatabaseSync(":memory:");
  const { cloudWatch } = openCloudWatchOf(stack, database);

  cloudWatch.measures.received();
  cloudWatch.close();

  t.deepEqual(
    openMetricStore(database)
      .list()
      .map(({ name }) => name),
    ["AsyncEventsReceived"],
  );
});
