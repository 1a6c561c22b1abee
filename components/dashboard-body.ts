import { type MetricName, metricNamespace, pipelineDimension } from "../handler/metrics.ts";
import { logTable, type Metric, type MetricOptions, metricGraph, rows, type Widget } from "./widgets.ts";

export interface DashboardNames {
  region: string;
  functionName: string;
  logGroupName: string;
  deadLetterQueueName: string;
  uploadQueueName: string | undefined;
  buckets: string[];
  alarmArns: string[];
}

interface Dashboard {
  start: string;
  widgets: Widget[];
}

const day = 24 * 60 * 60;

/** The dashboard as CloudWatch reads it: alarms, what came out, how the function runs, what was left, what is stored. */
export function dashboardBody(names: DashboardNames, timeoutSeconds: number): Dashboard {
  const alarms = { type: "alarm", properties: { title: "Alarms", alarms: names.alarmArns } };
  return {
    // CloudWatch's own three hours would show nothing of what S3 measures once a day.
    start: "-P7D",
    widgets: rows([
      { height: 2, widgets: [alarms] },
      { height: 6, widgets: imageWidgets(names) },
      { height: 6, widgets: functionWidgets(names, timeoutSeconds) },
      { height: 6, widgets: [...queueGraphs(names), ...storageWidgets(names)] },
      { height: 6, widgets: [problemTable(names)] },
    ]),
  };
}

function imageWidgets({ region, functionName }: DashboardNames) {
  const metric = (name: MetricName): Metric => [metricNamespace, name, pipelineDimension, functionName, {}];
  return [
    metricGraph("Images", region, {
      stat: "Sum",
      metrics: [
        metric("Compressed"),
        metric("Unchanged"),
        metric("Rejected"),
        metric("Stale"),
        metric("Deleted"),
        metric("Collisions"),
      ],
    }),
    metricGraph("Bytes of sources and of their outputs", region, {
      stat: "Sum",
      metrics: [metric("BytesIn"), metric("BytesOut")],
    }),
  ];
}

function functionWidgets({ region, functionName }: DashboardNames, timeoutSeconds: number) {
  const metric = (name: string, options: MetricOptions = {}): Metric => {
    return ["AWS/Lambda", name, "FunctionName", functionName, options];
  };
  return [
    metricGraph("Invocations", region, {
      stat: "Sum",
      metrics: [
        metric("Invocations"),
        metric("Errors"),
        metric("Throttles"),
        metric("ConcurrentExecutions", { stat: "Maximum" }),
      ],
    }),
    metricGraph("Duration in milliseconds", region, {
      stat: "p50",
      metrics: [
        metric("Duration"),
        metric("Duration", { stat: "p95" }),
        metric("Duration", { stat: "Maximum" }),
      ],
      annotations: { horizontal: [{ label: "timeout", value: timeoutSeconds * 1000 }] },
    }),
    metricGraph("Events", region, {
      stat: "Sum",
      metrics: [
        metric("AsyncEventsReceived"),
        metric("AsyncEventsDropped"),
        metric("DeadLetterErrors"),
        metric("AsyncEventAge", { stat: "Maximum", yAxis: "right" }),
      ],
    }),
  ];
}

function queueGraphs({ region, deadLetterQueueName, uploadQueueName }: DashboardNames) {
  const graph = (title: string, queueName: string, ...more: string[]) => {
    const metric = (name: string, options: MetricOptions = {}): Metric => {
      return ["AWS/SQS", name, "QueueName", queueName, options];
    };
    const numbers = ["ApproximateNumberOfMessagesVisible", ...more].map((name) => metric(name));
    const age = metric("ApproximateAgeOfOldestMessage", { yAxis: "right" });
    return metricGraph(title, region, { stat: "Maximum", metrics: [...numbers, age] });
  };
  return [
    ...(uploadQueueName === undefined
      ? []
      : [graph("Uploads that wait", uploadQueueName, "ApproximateNumberOfMessagesNotVisible")]),
    graph("Dead letters", deadLetterQueueName),
  ];
}

/** S3 measures its buckets once a day. */
function storageWidgets({ region, buckets }: DashboardNames) {
  const each = (name: string, storageType: string) =>
    buckets.map((bucket): Metric => {
      return ["AWS/S3", name, "BucketName", bucket, "StorageType", storageType, { label: bucket }];
    });
  return [
    metricGraph("Objects stored", region, {
      stat: "Average",
      period: day,
      metrics: each("NumberOfObjects", "AllStorageTypes"),
    }),
    metricGraph("Bytes stored in S3 Standard", region, {
      stat: "Average",
      period: day,
      metrics: each("BucketSizeBytes", "StandardStorage"),
    }),
  ];
}

function problemTable({ region, logGroupName }: DashboardNames) {
  return logTable("Rejected, stale and failed images", region, logGroupName, [
    "fields @timestamp, message, key, reason, detail, errorMessage, requestId",
    'filter message in ["rejected", "stale", "failed"]',
    "sort @timestamp desc",
    "limit 50",
  ]);
}
