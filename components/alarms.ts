import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Compressor } from "./compressor.ts";
import type { Options } from "./option-rules.ts";

/** The share of the timeout past which a duration is near it. */
const nearTimeout = 0.8;

interface Alarm extends Pick<aws.cloudwatch.MetricAlarmArgs, "namespace" | "metricName" | "dimensions"> {
  statistic: "Sum" | "Maximum";
  threshold: number;
  /** What it means and what to do. */
  alarmDescription: pulumi.Input<string>;
}

/** One alarm for each way in which images are left behind, or soon will be. */
export function createAlarms(
  name: string,
  options: Options,
  compressor: Compressor,
  deadLetters: aws.sqs.Queue,
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm[] {
  const alarms = {
    ...functionAlarms(compressor.function.name, options),
    "dead-letters": deadLettersAlarm(deadLetters.name, compressor.function.name),
  };
  return Object.entries(alarms).map(
    ([suffix, alarm]) =>
      new aws.cloudwatch.MetricAlarm(
        `${name}-${suffix}-alarm`,
        {
          ...alarm,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          period: 300,
          evaluationPeriods: 1,
          treatMissingData: "notBreaching",
          tags: options.tags,
        },
        { parent },
      ),
  );
}

/** What becomes of events that fail or wait, where S3 or EventBridge calls the function. */
const called = {
  again: "Lambda tries it twice more",
  waiting: "Within six hours none is lost",
};

/** The same where they come from a queue. */
const queued = {
  again: "SQS delivers it five times in all",
  waiting:
    "Each time costs one of five attempts, after which they are dead letters: set maximumConcurrency, with which they wait in the queue",
};

function functionAlarms(
  functionName: pulumi.Output<string>,
  { timeoutSeconds, ingestion }: Options,
): Record<string, Alarm> {
  const { again, waiting } = ingestion === "queue" ? queued : called;
  const metric = { namespace: "AWS/Lambda", dimensions: { FunctionName: functionName } };
  return {
    errors: {
      ...metric,
      metricName: "Errors",
      statistic: "Sum",
      threshold: 1,
      alarmDescription: `The function failed on an event. ${again}, and then it is a dead letter. Look for lines with message "failed" in the function's log: errorMessage says why.`,
    },
    throttles: {
      ...metric,
      metricName: "Throttles",
      statistic: "Sum",
      threshold: 1,
      alarmDescription: `Events wait because the function may not run more often at once. ${waiting}. Raise reservedConcurrency, or the account's concurrency where that is not set.`,
    },
    duration: {
      ...metric,
      metricName: "Duration",
      statistic: "Maximum",
      threshold: timeoutSeconds * 1000 * nearTimeout,
      alarmDescription: `An event took 80 % of the ${timeoutSeconds} seconds that it may take; past them it fails. Raise memoryMiB, which brings more processor, or timeoutSeconds, or lower maxPixels.`,
    },
  };
}

function deadLettersAlarm(queueName: pulumi.Output<string>, functionName: pulumi.Output<string>): Alarm {
  return {
    namespace: "AWS/SQS",
    dimensions: { QueueName: queueName },
    metricName: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    threshold: 1,
    alarmDescription: pulumi.interpolate`Events failed to the end: their images have no output, or an old one. Find the cause in the function's log (message "failed") or in the messages' attribute ErrorMessage, remove it, and send them through again before they expire after 14 days: npx image-compression-pipeline redrive --pipeline ${functionName}`,
  };
}
