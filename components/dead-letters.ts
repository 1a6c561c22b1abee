import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "./option-rules.ts";
import { queueTlsPolicy } from "./policies.ts";

const fourteenDays = 14 * 24 * 60 * 60;

/** The queue of events that failed to the end, kept for as long as SQS can. */
export function createDeadLetters(name: string, { tags }: Options, parent: pulumi.Resource): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    `${name}-dead-letters`,
    { sqsManagedSseEnabled: true, messageRetentionSeconds: fourteenDays, tags },
    { parent },
  );
  new aws.sqs.QueuePolicy(
    `${name}-dead-letters-policy`,
    { queueUrl: queue.url, policy: pulumi.jsonStringify(queue.arn.apply(queueTlsPolicy)) },
    { parent: queue },
  );
  return queue;
}
