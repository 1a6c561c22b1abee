import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { createNotification, notificationRules } from "./notification.ts";
import { createQueuePolicy } from "./queues.ts";
import type { IngestionRoute, RouteEnds } from "./route.ts";

/** Has S3 call the function. */
export function createDirect(
  name: string,
  options: Options,
  { source, deadLetters }: RouteEnds,
  parent: pulumi.Resource,
): IngestionRoute {
  createQueuePolicy(`${name}-dead-letters`, deadLetters);
  return {
    connect: ({ function: compressor }) => {
      const permission = new aws.lambda.Permission(
        `${name}-compressor-upload-permission`,
        {
          action: "lambda:InvokeFunction",
          function: compressor.name,
          principal: "s3.amazonaws.com",
          sourceArn: source.arn,
          sourceAccount: aws.getCallerIdentityOutput({}, { parent }).accountId,
        },
        { parent: compressor },
      );
      const rules = notificationRules(options);
      const lambdaFunctions = rules.map((rule) => ({ ...rule, lambdaFunctionArn: compressor.arn }));
      // S3 tests the permission as soon as it learns of the function.
      createNotification(name, source, { lambdaFunctions }, parent, [permission]);
    },
  };
}
