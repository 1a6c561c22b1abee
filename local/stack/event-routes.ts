import type { EventBridge, KeyFilter, Notification } from "../aws/delivery/definitions.ts";
import { compilePattern } from "../aws/eventbridge/event-pattern.ts";
import type { Mapping } from "../aws/lambda/definition.ts";
import type { QueueDefinition } from "../aws/sqs/queue.ts";
import { ofType, type RegisteredResource } from "./evaluate.ts";

interface NotificationRule {
  id?: string;
  queueArn?: string;
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
}

const notificationType = "aws:s3/bucketNotification:BucketNotification";

export function readNotifications(resources: RegisteredResource[]): Notification[] {
  return ofType(resources, notificationType).flatMap(({ inputs }) => {
    const { lambdaFunctions = [], queues = [] } = inputs as Record<string, NotificationRule[] | undefined>;
    return [...lambdaFunctions, ...queues].map((rule) => ({
      id: rule.id ?? "",
      bucket: String(inputs.bucket),
      events: rule.events,
      prefix: rule.filterPrefix ?? "",
      suffix: rule.filterSuffix ?? "",
      queueArn: rule.queueArn,
    }));
  });
}

/** @param adopted - Buckets created by others, who also switched their EventBridge notifications on. */
export function readEventBridge(resources: RegisteredResource[], adopted: string[]): EventBridge {
  const notifying = ofType(resources, notificationType).filter(({ inputs }) => inputs.eventbridge === true);
  const targets = ofType(resources, "aws:cloudwatch/eventTarget:EventTarget");
  const rules = ofType(resources, "aws:cloudwatch/eventRule:EventRule").map(({ id, inputs }) => {
    const changed = targets
      .filter((target) => target.inputs.rule === id)
      .find(({ inputs: { input, inputPath, inputTransformer } }) => input ?? inputPath ?? inputTransformer);
    if (changed !== undefined)
      throw new Error(`The local run does not know how ${changed.name} changes its input`);
    const pattern = JSON.parse(String(inputs.eventPattern));
    return {
      name: id,
      matches: compilePattern(pattern),
      keyFilter: keyFilterOf(pattern.detail?.object?.key?.[0]),
    };
  });
  return { buckets: [...notifying.map(({ inputs }) => String(inputs.bucket)), ...adopted], rules };
}

/** Converts a rule's first key filter: a prefix, a suffix, or both joined by a wildcard. */
function keyFilterOf({ prefix = "", suffix = "", wildcard }: Record<string, string> = {}): KeyFilter {
  const [start = prefix, end = suffix] = wildcard?.split("*") ?? [];
  return { prefix: start, suffix: end };
}

export function readQueues(resources: RegisteredResource[]): QueueDefinition[] {
  return ofType(resources, "aws:sqs/queue:Queue").map(({ name, arn, inputs }) => {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(inputs.redrivePolicy ?? "{}"));
    const redrive = { deadLetterArn: deadLetterTargetArn, maxReceives: Number(maxReceiveCount) };
    return {
      name,
      arn: String(arn),
      visibilitySeconds: Number(inputs.visibilityTimeoutSeconds ?? 30),
      redrive: deadLetterTargetArn === undefined ? undefined : redrive,
    };
  });
}

export function readMappings(resources: RegisteredResource[]): Mapping[] {
  return ofType(resources, "aws:lambda/eventSourceMapping:EventSourceMapping").map(({ inputs }) => {
    const responseTypes = (inputs.functionResponseTypes ?? []) as string[];
    const scalingConfig = inputs.scalingConfig as { maximumConcurrency?: number } | undefined;
    return {
      queueArn: String(inputs.eventSourceArn),
      batchSize: Number(inputs.batchSize ?? 10),
      reportsBatchItemFailures: responseTypes.includes("ReportBatchItemFailures"),
      maximumConcurrency: scalingConfig?.maximumConcurrency,
    };
  });
}
