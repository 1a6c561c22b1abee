import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { dashboardOf, isMetric, linesOf } from "../../helpers/graph/dashboard.ts";
import type { Graph } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { emittedMetrics } from "../../helpers/store/emitted-metrics.ts";

/** A metric as `Namespace Name Dimension=value …`. */
type Identity = string;

/** Metrics from AWS of use to a pipeline, by namespace and the dimension of their owner. */
const published: Record<string, string> = {
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  "AWS/Lambda FunctionName":
    "Invocations Errors Throttles Duration ConcurrentExecutions DeadLetterErrors AsyncEventsReceived AsyncEventAge AsyncEventsDropped",
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  "AWS/SQS QueueName":
    "ApproximateNumberOfMessagesVisible ApproximateNumberOfMessagesNotVisible ApproximateAgeOfOldestMessage",
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  "AWS/Events RuleName": "Invocations FailedInvocations InvocationsSentToDlq",
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  "AWS/S3 BucketName StorageType": "BucketSizeBytes NumberOfObjects",
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
  "AWS/Logs LogGroupName": "IncomingBytes",
};

const configurations: ImageCompressionPipelineArgs[] = [
  {},
  { ingestion: "queue", alarmEmails: ["on-call@example.com"] },
  { ingestion: "eventbridge" },
  { renditions: [{ name: "thumbnail" }] },
];
const graphs = await Promise.all(configurations.map((args) => evaluatePipeline(args)));
const shown = new Set(graphs.flatMap((graph) => onDashboard(graph)));
const watched = new Set(graphs.flatMap((graph) => inAlarms(graph)));

const emitted = new Set(
  (await emittedMetrics()).map(({ namespace, name, dimensions }) => identity(namespace, name, dimensions)),
);

function identity(namespace: string, name: string, dimensions: Record<string, unknown>): Identity {
  const pairs = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`);
  return [namespace, name, ...pairs].join(" ");
}

function onDashboard(graph: Graph): Identity[] {
  const metrics = dashboardOf(graph).widgets.flatMap(linesOf).filter(isMetric);
  return metrics.map(([namespace, name, ...rest]) => {
    const words = rest.slice(0, -1).map(String);
    const pairs = words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1]]] : []));
    return identity(String(namespace), String(name), Object.fromEntries(pairs));
  });
}

interface AlarmMetric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
}

function inAlarms({ resources }: Graph): Identity[] {
  const alarms = resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
  return alarms.flatMap(({ inputs }) => {
    const queries = (inputs.metricQueries ?? []) as { metric?: AlarmMetric }[];
    const metrics = [inputs as unknown as AlarmMetric, ...queries.flatMap(({ metric = [] }) => metric)];
    return metrics
      .filter(({ metricName }) => metricName !== undefined)
      .map(({ namespace, metricName, dimensions }) => identity(namespace, metricName, dimensions));
  });
}

function isPublished(metric: Identity): boolean {
  const [namespace, name = "", ...dimensions] = metric.split(" ");
  const whose = [namespace, ...dimensions.map((pair) => pair.split("=")[0])].join(" ");
  return published[whose]?.split(" ").includes(name) ?? false;
}

test("every metric on the dashboard is written by the function or published by AWS", (t) => {
  t.true(shown.size > 40);
  t.deepEqual(
    [...shown].filter((metric) => !emitted.has(metric) && !isPublished(metric)),
    [],
  );
});

test("every metric of an alarm is written by the function or published by AWS", (t) => {
  t.true(watched.size > 8);
  t.deepEqual(
    [...watched].filter((metric) => !emitted.has(metric) && !isPublished(metric)),
    [],
  );
});

test("every metric of the function is on the dashboard, whatever the reason or the rendition", (t) => {
  t.true(emitted.size > 26);
  t.deepEqual(
    [...emitted].filter((metric) => !shown.has(metric)),
    [],
  );
});

test("every metric of an alarm is on the dashboard", (t) => {
  t.deepEqual(
    [...watched].filter((metric) => !shown.has(metric)),
    [],
  );
});
