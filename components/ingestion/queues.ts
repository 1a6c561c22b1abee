import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { queuePolicy, type Sender } from "../policies/resource-policies.ts";

const fourteenDays = 14 * 24 * 60 * 60;

/** Creates an encrypted queue with SQS's longest retention. */
export function createQueue(
  name: string,
  { kmsKeyArn, tags }: Options,
  args: aws.sqs.QueueArgs,
  parent: pulumi.Resource,
): aws.sqs.Queue {
  const encryption = kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: kmsKeyArn };
  return new aws.sqs.Queue(
    name,
    { ...encryption, messageRetentionSeconds: fourteenDays, tags, ...args },
    { parent },
  );
}

/** Lets the sender use the queue, beside this account's roles. */
export function createQueuePolicy(
  name: string,
  queue: aws.sqs.Queue,
  sender?: pulumi.Input<pulumi.Unwrap<Sender>>,
): aws.sqs.QueuePolicy {
  const policy = pulumi.all([queue.arn, sender]).apply(([arn, known]) => queuePolicy(arn, known));
  return new aws.sqs.QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: pulumi.jsonStringify(policy) },
    { parent: queue },
  );
}
