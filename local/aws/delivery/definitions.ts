import type { Matcher } from "../eventbridge/event-pattern.ts";
import type { Mapping } from "../lambda/definition.ts";
import type { QueueDefinition } from "../sqs/queue.ts";

/** A key matches when it begins with `prefix` and ends with `suffix`. */
export interface KeyFilter {
  prefix: string;
  suffix: string;
}

/** One rule of a bucket's notification configuration; without a queue it is for the function. */
export interface Notification extends KeyFilter {
  id: string;
  bucket: string;
  events: string[];
  queueArn: string | undefined;
}

/** Buckets with events for EventBridge, and the rules with the function as target. */
export interface EventBridge {
  buckets: string[];
  rules: { name: string; matches: Matcher; keyFilter: KeyFilter }[];
}

/** The part of a stack about the way from changes of objects to the function. */
export interface DeliveryDefinition {
  account: string;
  notifications: Notification[];
  eventBridge: EventBridge;
  queues: QueueDefinition[];
  mappings: Mapping[];
  maximumRetries: number;
  /** `deadLetterArn` is the queue for asynchronous events after their last failed try. */
  function: { deadLetterArn: string | undefined };
}
