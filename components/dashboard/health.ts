import type { MetricName } from "../../contract/metrics.ts";
import type { Shown, ShownOptions } from "./dashboard-resources.ts";
import { lambdaMetrics, ownMetrics, percentiles } from "./metrics.ts";
import { type Content, type Metric, type MetricOptions, metricGraph, type Row, text } from "./widgets.ts";

const answer = `## Is it working?
Look at the alarms first: what one means and what to do about it is in its description, and in \`docs/runbook.md\` of image-compression-pipeline. A *dead letter* is an upload that failed at every try: it has no output, or an old one. A *rejected* upload can never be compressed, which is no failure. *Failed* counts what the function tells of itself: a try that Lambda ended, by timeout or for memory, is in *Lambda's errors* alone.`;

export function healthRows(shown: Shown, { ingestion }: ShownOptions): Row[] {
  const alarms = { type: "alarm", properties: { title: "Alarms", alarms: shown.alarmArns } };
  const events = ingestion === "queue" ? uploadQueue(shown) : asynchronousEvents(shown);
  return [
    { height: 3, widgets: [text(answer)] },
    { height: 3, widgets: [alarms] },
    { height: 6, widgets: [images(shown), deadLetters(shown), uploadToOutput(shown)] },
    { height: 6, widgets: [...deliveries(shown), invocations(shown), events, rareOutcomes(shown)] },
  ];
}

function images({ region, functionName, deadLetterQueueName }: Shown): Content {
  const waiting = { stat: "Maximum", label: "dead letters" };
  return metricGraph("Images", region, {
    stat: "Sum",
    metrics: [
      ...outcomes(functionName, ["Compressed", "Unchanged", "Rejected", "Failed"]),
      lambdaMetrics(functionName)("Errors", { label: "Lambda's errors" }),
      ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", deadLetterQueueName, waiting],
    ],
  });
}

function rareOutcomes({ region, functionName }: Shown): Content {
  return metricGraph(
    "Outputs stale or deleted, names taken, rounds lost, sources with too many tags",
    region,
    {
      stat: "Sum",
      metrics: outcomes(functionName, ["Stale", "Deleted", "Collisions", "Conflicts", "Unmarkable"]),
    },
  );
}

function outcomes(functionName: string, names: MetricName[]): Metric[] {
  const metric = ownMetrics(functionName);
  return names.map((name) => metric(name));
}

function uploadToOutput({ region, functionName }: Shown): Content {
  const metric = ownMetrics(functionName);
  return metricGraph("From upload to output", region, {
    stat: "p50",
    metrics: percentiles((options) => metric("UploadToOutput", options)),
  });
}

function invocations({ region, functionName }: Shown): Content {
  const metric = lambdaMetrics(functionName);
  return metricGraph("Invocations of the function", region, {
    stat: "Sum",
    metrics: [metric("Invocations"), metric("Errors"), metric("Throttles")],
  });
}

function asynchronousEvents({ region, functionName }: Shown): Content {
  const metric = lambdaMetrics(functionName);
  return metricGraph("Events that Lambda keeps", region, {
    stat: "Sum",
    metrics: [
      metric("AsyncEventsReceived"),
      metric("AsyncEventsDropped"),
      metric("DeadLetterErrors"),
      metric("AsyncEventAge", { stat: "Maximum", yAxis: "right" }),
    ],
  });
}

function deliveries({ region, eventRuleNames }: Shown): Content[] {
  if (eventRuleNames.length === 0) return [];
  const names = ["Invocations", "FailedInvocations", "InvocationsSentToDlq"];
  const metrics = eventRuleNames.flatMap((rule) =>
    names.map((name): Metric => ["AWS/Events", name, "RuleName", rule, {}]),
  );
  return [metricGraph("Events that EventBridge delivers", region, { stat: "Sum", metrics })];
}

function deadLetters({ region, deadLetterQueueName }: Shown): Content {
  const names = { ApproximateNumberOfMessagesVisible: "dead letters" };
  return queueGraph("Dead letters", region, deadLetterQueueName, names);
}

function uploadQueue({ region, uploadQueueName = "" }: Shown): Content {
  return queueGraph("Uploads that wait", region, uploadQueueName, {
    ApproximateNumberOfMessagesVisible: "waiting",
    ApproximateNumberOfMessagesNotVisible: "taken by the function",
  });
}

/** @param labels - Labels for SQS's metrics, by the metrics' names. */
function queueGraph(
  title: string,
  region: string,
  queueName: string,
  labels: Record<string, string>,
): Content {
  const metric = (name: string, options: MetricOptions): Metric => {
    return ["AWS/SQS", name, "QueueName", queueName, options];
  };
  const age = metric("ApproximateAgeOfOldestMessage", { yAxis: "right", label: "age of the oldest" });
  return metricGraph(title, region, {
    stat: "Maximum",
    metrics: [...Object.entries(labels).map(([name, label]) => metric(name, { label })), age],
  });
}
