import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { maxReceives } from "../../contract/max-receives.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { createNotification, notificationRules } from "./notification.ts";
import { createQueue, createQueuePolicy } from "./queues.ts";
import type { IngestionRoute, RouteEnds } from "./route.ts";

/** Creates the queue `<name>-uploads`: S3 sends to it, and Lambda receives from it. */
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
      // S3 tests the policy as soon as it learns of the queue.
      createNotification(name, source, { queues }, parent, [policy, mapping]);
    },
  };
}

/** AWS advises to hide a message for six timeouts, which leaves time if the function is throttled meanwhile. */
export function visibilitySeconds(timeoutSeconds: number): number {
  return 6 * timeoutSeconds;
}

/** Lets SQS move messages to the dead-letter queue from the upload queue, and from no other. */
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
      // The timeout covers a whole batch, and a crash takes its whole batch along.
      batchSize: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      ...(maximumConcurrency !== undefined && { scalingConfig: { maximumConcurrency } }),
      tags,
    },
    // Lambda checks at once whether the role may receive.
    { parent: compressor, dependsOn: [rolePolicy] },
  );
}
