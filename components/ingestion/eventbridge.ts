import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SourceBucket } from "../buckets/source-bucket.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { eventPatterns, ruleCount } from "./event-pattern.ts";
import { createNotification } from "./notification.ts";
import { createQueuePolicy } from "./queues.ts";
import type { IngestionRoute, RouteEnds } from "./route.ts";

/** EventBridge's maximum: it hands events to Lambda's own queue, so only an outage makes it retry. */
const retryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 24 * 60 * 60 };

/** Has EventBridge call the function, mostly by one rule; undeliverable events become dead letters. */
export function createEventBridge(
  name: string,
  options: Options,
  { source, deadLetters }: RouteEnds,
  parent: pulumi.Resource,
): IngestionRoute {
  const rules = createRules(name, options, source, parent);
  const arn = pulumi
    .all(rules.map(({ rule }) => rule.arn))
    .apply((arns) => (arns.length > 1 ? arns : (arns[0] ?? "")));
  const sender = pulumi.output({ service: "events.amazonaws.com", arn });
  const policy = createQueuePolicy(`${name}-dead-letters`, deadLetters, sender);

  return {
    rules: rules.map(({ rule }) => rule),
    connect: ({ function: compressor }) => {
      const targets = rules.map(({ ending, rule }) => {
        const permission = createPermission(`${name}-compressor-event-permission${ending}`, rule, compressor);
        return new aws.cloudwatch.EventTarget(
          `${name}-upload-events${ending}-target`,
          // Without an input transformer a dead letter is the event itself, which can be sent again.
          { rule: rule.name, arn: compressor.arn, retryPolicy, deadLetterConfig: { arn: deadLetters.arn } },
          { parent: rule, dependsOn: [permission, policy] },
        );
      });
      if (source.made !== undefined || options.manageNotifications) {
        createNotification(name, source, { eventbridge: true }, parent, targets);
      }
    },
  };
}

function createRules(name: string, options: Options, source: SourceBucket, parent: pulumi.Resource) {
  const patterns = source.bucket.apply((bucket) => eventPatterns(bucket, options));
  return Array.from({ length: ruleCount(options) }, (_, index) => {
    const ending = index === 0 ? "" : `-${index + 1}`;
    const args = {
      description: `Uploads for the image pipeline ${name}`,
      eventPattern: pulumi.jsonStringify(patterns.apply((each) => each[index])),
      tags: options.tags,
    };
    return { ending, rule: new aws.cloudwatch.EventRule(`${name}-upload-events${ending}`, args, { parent }) };
  });
}

function createPermission(
  name: string,
  rule: aws.cloudwatch.EventRule,
  compressor: aws.lambda.Function,
): aws.lambda.Permission {
  return new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: compressor.name,
      principal: "events.amazonaws.com",
      // The ARN names the account. EventBridge sends no account of its own: a condition on it would refuse the call.
      sourceArn: rule.arn,
    },
    { parent: compressor },
  );
}
