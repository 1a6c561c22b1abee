import { visibilitySeconds } from "../ingestion/queue.ts";

/** A burst needs nobody if the function works it off sooner. */
const shortestMinutes = 15;

/**
 * Returns the whole minutes an upload may wait in the queue before somebody is called. SQS leaves messages received three times
 * out of the age, so past three times the visibility timeout an old message has waited, not failed:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function longestWaitMinutes(timeoutSeconds: number): number {
  return Math.max(shortestMinutes, Math.ceil((3 * visibilitySeconds(timeoutSeconds)) / 60));
}
