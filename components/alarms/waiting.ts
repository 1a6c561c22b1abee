import { visibilitySeconds } from "../ingestion/queue.ts";

/** Bursts that are worked off sooner need nobody. */
const shortestMinutes = 15;

/**
 * How long an upload may wait in the queue before somebody is called, in whole minutes. SQS counts a message that was received
 * three times no longer, so that past three times the visibility timeout it is waiting that makes a message old, not failing:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function longestWaitMinutes(timeoutSeconds: number): number {
  return Math.max(shortestMinutes, Math.ceil((3 * visibilitySeconds(timeoutSeconds)) / 60));
}
