import type { Matcher } from "../eventbridge/event-pattern.ts";
import type { Mapping } from "../lambda/definition.ts";
import type { QueueDefinition } from "../sqs/queue.ts";

/** The beginning and the end of the keys that a rule is about. */
export interface KeyFilter {
  prefix: string;
  suffix: string;
}

/** One rule of a bucket's notification configuration, for a queue or for the function. */
export interface Notification extends KeyFilter {
  id: string;
  bucket: string;
  events: string[];
  queueArn: string | undefined;
}

/** The buckets that tell EventBridge of their changes, and the rules that call the function. */
export interface EventBridge {
  buckets: string[];
  rules: { name: string; matches: Matcher; keyFilter: KeyFilter }[];
}

/** The part of a stack that says how changes of objects reach the function. */
export interface DeliveryDefinition {
  account: string;
  notifications: Notification[];
  eventBridge: EventBridge;
  queues: QueueDefinition[];
  mappings: Mapping[];
  maximumRetries: number;
  /** `deadLetterArn` names the queue for asynchronous events that failed for good. */
  function: { deadLetterArn: string | undefined };
}
