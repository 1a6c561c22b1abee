import { all, arn, type Need, named } from "./needs.ts";

const alarmTags = all("cloudwatch", "ListTagsForResource TagResource UntagResource");

export const needsOfMonitoring: Record<string, Need[]> = {
  "aws:cloudwatch/logGroup:LogGroup": [
    {
      on: ({ name }) => arn("logs", `log-group:${named(name)}`),
      actions: [
        ...all("logs", "CreateLogGroup PutRetentionPolicy DeleteRetentionPolicy DeleteLogGroup"),
        ...all("logs", "ListTagsForResource TagResource UntagResource AssociateKmsKey DisassociateKmsKey"),
      ],
    },
    { on: () => "*", actions: ["logs:DescribeLogGroups"] },
  ],
  // AWS cannot limit the rights on saved queries to a name.
  "aws:cloudwatch/queryDefinition:QueryDefinition": [
    {
      on: () => "*",
      actions: all("logs", "PutQueryDefinition DescribeQueryDefinitions DeleteQueryDefinition"),
    },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    {
      on: ({ name }) => arn("cloudwatch", `alarm:${named(name)}`),
      actions: [...all("cloudwatch", "PutMetricAlarm DeleteAlarms"), ...alarmTags],
    },
    { on: () => arn("cloudwatch", "alarm:*"), actions: ["cloudwatch:DescribeAlarms"] },
  ],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": [
    {
      on: ({ inputs }) => arn("cloudwatch", `alarm:${named(inputs.alarmName)}`),
      actions: ["cloudwatch:DeleteAlarms", ...alarmTags],
    },
    {
      // AWS checks this right on all alarms, regardless of the name.
      on: () => arn("cloudwatch", "alarm:*"),
      actions: all("cloudwatch", "PutCompositeAlarm DescribeAlarms"),
    },
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    {
      on: ({ inputs }) => arn("cloudwatch", `dashboard/${named(inputs.dashboardName)}`, ""),
      actions: all("cloudwatch", "PutDashboard GetDashboard DeleteDashboards"),
    },
  ],
};
