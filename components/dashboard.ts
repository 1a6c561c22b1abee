import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "./buckets.ts";
import type { Compressor } from "./compressor.ts";
import { type DashboardNames, dashboardBody } from "./dashboard-body.ts";
import type { Options } from "./option-rules.ts";

/** What the dashboard shows, beside the function itself. */
interface Shown {
  buckets: Buckets;
  deadLetters: aws.sqs.Queue;
  uploads: aws.sqs.Queue | undefined;
  alarms: aws.cloudwatch.MetricAlarm[];
}

/** The pipeline at a glance, under the function's name: two stacks must not share one dashboard. */
export function createDashboard(
  name: string,
  { timeoutSeconds }: Options,
  { function: compressor, logGroup }: Compressor,
  { buckets: { source, output, web }, deadLetters, uploads, alarms }: Shown,
  parent: pulumi.Resource,
): aws.cloudwatch.Dashboard {
  const names: pulumi.Output<DashboardNames> = pulumi.output({
    region: aws.getRegionOutput({}, { parent }).region,
    functionName: compressor.name,
    logGroupName: logGroup.name,
    deadLetterQueueName: deadLetters.name,
    uploadQueueName: uploads?.name,
    buckets: [source.bucket, output.bucket, ...(web === undefined ? [] : [web.bucket])],
    alarmArns: alarms.map((alarm) => alarm.arn),
  });
  return new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    {
      dashboardName: compressor.name,
      dashboardBody: pulumi.jsonStringify(names.apply((known) => dashboardBody(known, timeoutSeconds))),
    },
    { parent },
  );
}
