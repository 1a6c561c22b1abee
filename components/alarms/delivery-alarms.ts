import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { IngestionRoute } from "../ingestion/route.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import type { Alarms, MetricStatistic } from "./create-alarm.ts";
import { longestWaitMinutes } from "./longest-wait.ts";

/** The queue or the rules of events, depending on `ingestion`. */
export interface EventSources {
  uploads: IngestionRoute["uploads"] | undefined;
  rules: IngestionRoute["rules"] | undefined;
}

interface Delivery extends EventSources {
  deadLetters: aws.sqs.Queue;
  functionName: pulumi.Output<string>;
}

/** Watches the delivery of events by the metrics of queues and rules. */
export function deliveryAlarms({ uploads, rules = [], ...ends }: Delivery, options: Options): Alarms {
  return {
    "dead-letters": deadLettersAlarm(ends),
    ...(uploads !== undefined && { "queue-age": queueAgeAlarm(uploads, options) }),
    ...(rules.length > 0 && { "failed-invocations": failedInvocationsAlarm(rules) }),
  };
}

function deadLettersAlarm({ deadLetters, functionName }: Omit<Delivery, keyof EventSources>): Alarms[string] {
  return {
    measure: ofQueue(deadLetters, "ApproximateNumberOfMessagesVisible"),
    comparison: "at least",
    threshold: 1,
    periodSeconds: 300,
    periods: [1, 1],
    description: pulumi.interpolate`Events failed to the end: their images have no output, or an old one. Find the cause in the function's log (message "failed", or type "platform.report" with status timeout or error where Lambda ended the try) or in the messages' attribute ErrorMessage, remove it, and send them through again before they expire after 14 days: \`npx image-compression-pipeline redrive --pipeline ${functionName}\`.`,
    isPaging: true,
  };
}

function queueAgeAlarm(uploads: aws.sqs.Queue, { timeoutSeconds }: Options): Alarms[string] {
  const minutes = longestWaitMinutes(timeoutSeconds);
  return {
    measure: ofQueue(uploads, "ApproximateAgeOfOldestMessage"),
    comparison: "at least",
    threshold: minutes * 60,
    periodSeconds: 300,
    periods: [1, 1],
    description: `An upload has waited ${minutes} minutes in the queue: the function does not keep up, or is not called at all. Raise maximumConcurrency or memoryMiB, and look at errors and throttles.`,
    isPaging: true,
  };
}

/** EventBridge counts only the invocations it gave up for good, and reports nothing while there are none. */
function failedInvocationsAlarm(rules: aws.cloudwatch.EventRule[]): Alarms[string] {
  const metrics = rules.map((rule): MetricStatistic => {
    return {
      namespace: "AWS/Events",
      metricName: "FailedInvocations",
      dimensions: { RuleName: rule.name },
      stat: "Sum",
    };
  });
  const [first, ...others] = metrics;
  const ids = metrics.map((_, index) => `rule${index + 1}`);
  const sum = {
    metrics: Object.fromEntries(metrics.map((metric, index) => [String(ids[index]), metric])),
    // SUM skips metrics without a value: one rule may never have failed.
    expression: `SUM([${ids.join(", ")}])`,
    label: "invocations that failed",
  };
  return {
    measure: first !== undefined && others.length === 0 ? first : sum,
    comparison: "at least",
    threshold: 1,
    periodSeconds: 300,
    periods: [1, 1],
    description:
      "EventBridge could not call the function, and tries no more: what it could keep is a dead letter. Look whether the function and its permission for the rule are still there.",
    isPaging: true,
  };
}

function ofQueue(queue: aws.sqs.Queue, metricName: string): MetricStatistic {
  return { namespace: "AWS/SQS", dimensions: { QueueName: queue.name }, metricName, stat: "Maximum" };
}
