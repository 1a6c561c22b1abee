import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { maxReceives } from "../../contract/receives.ts";
import type { Options } from "../options/option-rules.ts";
import { createNotification, notificationRules } from "./notification.ts";
import { createQueue, createQueuePolicy } from "./queues.ts";
import type { IngestionRoute, RouteEnds } from "./route.ts";

/** The queue `<name>-uploads`, which S3 sends to and Lambda receives from. */
export function createUploadQueue(
  name: string,
  options: Options,
  { source, deadLetters }: RouteEnds,
  parent: pulumi.Resource,
): IngestionRoute {
  const uploads = createQueue(
    `${name}-uploads`,
    options,
    {
      visibilityTimeoutSeconds: visibilitySeconds(options.timeoutSeconds),
      redrivePolicy: pulumi.jsonStringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: maxReceives,
      }),
    },
    parent,
  );
  const { accountId: account } = aws.getCallerIdentityOutput({}, { parent });
  const sender = pulumi.output({ service: "s3.amazonaws.com", arn: source.arn, account });
  const policy = createQueuePolicy(`${name}-uploads`, uploads, sender);
  const queues = notificationRules(options).map((rule) => ({ ...rule, queueArn: uploads.arn }));
  allowRedrive(`${name}-dead-letters`, deadLetters, uploads);

  return {
    uploads,
    connect: ({ function: compressor, policy: rolePolicy }) => {
      const mapping = createMapping(`${name}-compressor-uploads`, options, uploads, compressor, rolePolicy);
      // S3 tries the policy when it is told of the queue.
      createNotification(name, source, { queues }, parent, [policy, mapping]);
    },
  };
}

/** How long a message that is being worked on is hidden, by AWS's advice: time for a function that was throttled meanwhile. */
export function visibilitySeconds(timeoutSeconds: number): number {
  return 6 * timeoutSeconds;
}

/** The dead-letter queue takes what SQS itself moves from the queue of uploads, and from no other. */
function allowRedrive(name: string, deadLetters: aws.sqs.Queue, uploads: aws.sqs.Queue): void {
  createQueuePolicy(name, deadLetters);
  new aws.sqs.RedriveAllowPolicy(
    `${name}-redrive`,
    {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: pulumi.jsonStringify({
        redrivePermission: "byQueue",
        sourceQueueArns: [uploads.arn],
      }),
    },
    { parent: deadLetters },
  );
}

function createMapping(
  name: string,
  { maximumConcurrency, tags }: Options,
  uploads: aws.sqs.Queue,
  compressor: aws.lambda.Function,
  rolePolicy: aws.iam.RolePolicy,
): aws.lambda.EventSourceMapping {
  return new aws.lambda.EventSourceMapping(
    name,
    {
      functionName: compressor.arn,
      eventSourceArn: uploads.arn,
      // The timeout holds for a batch, and what kills the function takes its batch along.
      batchSize: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(maximumConcurrency !== undefined && { scalingConfig: { maximumConcurrency } }),
      tags,
    },
    // Lambda tries at once whether the role may receive.
    { parent: compressor, dependsOn: [rolePolicy] },
  );
}
