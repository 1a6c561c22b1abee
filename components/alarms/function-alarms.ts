import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import type { Alarms, MetricStatistic } from "./create-alarm.ts";

/** A duration from this share of the timeout on is too close to it. */
const nearTimeout = 0.8;

/** Texts on failed and waiting events if S3 or EventBridge calls the function. */
const called = {
  again: "Lambda tries each twice more",
  waiting: "Within six hours none is lost",
};

/** The same texts for events from a queue. */
const queued = {
  again: "SQS delivers each five times in all",
  waiting:
    "Each time costs one of five attempts, after which they are dead letters: set maximumConcurrency, or lower it, so that they wait in the queue",
};

/** Watches the function by Lambda's metrics. */
export function functionAlarms(
  FunctionName: pulumi.Output<string>,
  { timeoutSeconds, ingestion }: Options,
): Alarms {
  const { again, waiting } = ingestion === "queue" ? queued : called;
  const metric = (metricName: string, stat: string): MetricStatistic => {
    return { namespace: "AWS/Lambda", dimensions: { FunctionName }, metricName, stat };
  };
  return {
    errors: {
      measure: metric("Errors", "Sum"),
      comparison: "at least",
      threshold: 1,
      periodSeconds: 300,
      // A failure needs nobody if the next attempt succeeds, and is a dead letter if none does.
      periods: [2, 3],
      description: `The function keeps failing on events. ${again}, and then it is a dead letter. Look for lines with message "failed" in the function's log: errorMessage says why. A try that Lambda ended, by timeout or for memory, has none of them: its line is of type platform.report with status timeout or error.`,
      isPaging: false,
    },
    throttles: {
      measure: metric("Throttles", "Sum"),
      comparison: "at least",
      threshold: 1,
      periodSeconds: 300,
      // A burst of uploads passes sooner.
      periods: [3, 3],
      description: `Events wait because the function may not run more often at once. ${waiting}. Raise reservedConcurrency, or the account's concurrency where that is not set.`,
      isPaging: true,
    },
    duration: {
      measure: metric("Duration", "Maximum"),
      comparison: "at least",
      threshold: Math.round(timeoutSeconds * 1000 * nearTimeout),
      periodSeconds: 300,
      // One image is enough: the next one of its kind may be cut off.
      periods: [1, 1],
      description: `An event took 80 % of the ${timeoutSeconds} seconds that it may take; past them it fails. Raise memoryMiB, which brings more processor, or timeoutSeconds, or lower maxPixels.`,
      isPaging: false,
    },
  };
}
