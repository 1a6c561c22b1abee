import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../option-rules.ts";
import { createQueuePolicy } from "../queues.ts";
import type { Ends, Entrance } from "./entrance.ts";
import { eventPattern } from "./event-pattern.ts";
import { createNotification } from "./notification.ts";

/** The most that EventBridge can do: it hands events to Lambda's own queue, so that only an outage makes it try again. */
const retryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 24 * 60 * 60 };

/** A rule of EventBridge calls the function; what EventBridge cannot deliver goes to the dead letters. */
export function createEventBridge(
  name: string,
  options: Options,
  { source, deadLetters }: Ends,
  parent: pulumi.Resource,
): Entrance {
  const rule = new aws.cloudwatch.EventRule(
    `${name}-upload-events`,
    {
      description: `Uploads for the image pipeline ${name}`,
      eventPattern: pulumi.jsonStringify(source.bucket.apply((bucket) => eventPattern(bucket, options))),
      tags: options.tags,
    },
    { parent },
  );
  const sender = pulumi.output({ service: "events.amazonaws.com", arn: rule.arn });
  const policy = createQueuePolicy(`${name}-dead-letters`, deadLetters, sender);

  return {
    connect: ({ function: compressor }) => {
      const permission = new aws.lambda.Permission(
        `${name}-compressor-event-permission`,
        {
          action: "lambda:InvokeFunction",
          function: compressor.name,
          principal: "events.amazonaws.com",
          // It names the account. EventBridge does not say that apart, and would be refused if it were asked to.
          sourceArn: rule.arn,
        },
        { parent: compressor },
      );
      const target = new aws.cloudwatch.EventTarget(
        `${name}-upload-events-target`,
        // Without an input transformer, so that a dead letter is the event itself, which can be sent again.
        { rule: rule.name, arn: compressor.arn, retryPolicy, deadLetterConfig: { arn: deadLetters.arn } },
        { parent: rule, dependsOn: [permission, policy] },
      );
      if (source.made !== undefined || options.manageNotifications) {
        createNotification(name, source, { eventbridge: true }, parent, [target]);
      }
    },
  };
}
