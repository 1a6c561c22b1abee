import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "../buckets/buckets.ts";
import type { Compressor } from "../function/compressor.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { marksSources } from "../settings/function-settings.ts";
import { plannedRenditions } from "../settings/renditions.ts";
import { dashboardBody } from "./body.ts";
import type { Shown } from "./dashboard-resources.ts";
import { logQueries } from "./queries.ts";

/** Resources to show beside the function. */
interface DashboardInputs {
  buckets: Buckets;
  deadLetters: aws.sqs.Queue;
  uploads: aws.sqs.Queue | undefined;
  rules: aws.cloudwatch.EventRule[] | undefined;
  alarms: { arn: pulumi.Output<string> }[];
}

/** Creates the dashboard under the function's name: two stacks must not share one. */
export function createDashboard(
  name: string,
  options: Options,
  { function: compressor, logGroup }: Compressor,
  { buckets: { source, output, web }, deadLetters, uploads, rules = [], alarms }: DashboardInputs,
  parent: pulumi.Resource,
): aws.cloudwatch.Dashboard {
  const shown: pulumi.Output<Shown> = pulumi.output({
    region: aws.getRegionOutput({}, { parent }).region,
    functionName: compressor.name,
    logGroupName: logGroup.name,
    deadLetterQueueName: deadLetters.name,
    uploadQueueName: uploads?.name,
    eventRuleNames: rules.map((rule) => rule.name),
    buckets: [source.bucket, output.bucket, ...(web === undefined ? [] : [web.bucket])],
    alarmArns: alarms.map((alarm) => alarm.arn),
  });
  const renditionNames = plannedRenditions(options).map((rendition) => rendition.name);
  const further = { renditionNames, marksSources: marksSources(options) };
  const body = shown.apply((known) => dashboardBody(known, { ...options, ...further }));
  return new aws.cloudwatch.Dashboard(
    `${name}-dashboard`,
    { dashboardName: compressor.name, dashboardBody: pulumi.jsonStringify(body) },
    { parent },
  );
}

/** Returns the dashboard's address in the console of the function's partition. */
export function dashboardUrl(functionArn: string, dashboardName: string): string {
  const [, partition, , region] = functionArn.split(":");
  const domains: Record<string, string> = { "aws-cn": "amazonaws.cn", "aws-us-gov": "amazonaws-us-gov.com" };
  const domain = domains[partition ?? ""] ?? "aws.amazon.com";
  return `https://console.${domain}/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboardName}`;
}

/** Saves the dashboard's log queries, and one to follow an upload, in a folder of Logs Insights named after the function. */
export function createSavedQueries(
  name: string,
  { function: compressor, logGroup }: Compressor,
  parent: pulumi.Resource,
): void {
  for (const [query, { query: queryString }] of Object.entries(logQueries)) {
    new aws.cloudwatch.QueryDefinition(
      `${name}-${query}-query`,
      {
        name: pulumi.interpolate`${compressor.name}/${query}`,
        logGroupNames: [logGroup.name],
        queryString,
      },
      { parent },
    );
  }
}
