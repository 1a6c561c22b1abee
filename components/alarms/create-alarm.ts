import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A CloudWatch metric, and the statistic or percentile (such as `p90`) of its values in a period. */
export interface MetricStatistic {
  namespace: string;
  metricName: string;
  dimensions: Record<string, pulumi.Input<string>>;
  stat: string;
}

export interface Alarm {
  /** One metric, or an expression over several by their ids. */
  measure: MetricStatistic | { expression: string; label: string; metrics: Record<string, MetricStatistic> };
  comparison: "at least" | "below";
  threshold: number;
  periodSeconds: number;
  /** The alarm fires when `bad` of the latest `of` periods breach: `[2, 3]` lets a spike pass. */
  periods: [bad: number, of: number];
  /** Says what the alarm means and what to do at once; docs/runbook.md has the rest. */
  description: pulumi.Input<string>;
  /** True if images are left behind: then the composite alarm calls somebody, not this one. */
  isPaging: boolean;
}

/** Alarms by their entry in docs/runbook.md, which is part of the resource's name. */
export type Alarms = Record<string, Alarm>;

/** Topics to notify when an alarm begins and when it ends. */
interface AlarmReceivers {
  alarmActions?: pulumi.Input<string>[];
  okActions?: pulumi.Input<string>[];
}

/** Without topics an alarm only shows on the dashboard. */
export function receivers(topicArns: pulumi.Input<string>[]): AlarmReceivers {
  if (topicArns.length === 0) return {};
  return { alarmActions: topicArns, okActions: topicArns };
}

export function createAlarm(
  name: string,
  entry: string,
  alarm: Alarm,
  { tags, ...receivers }: AlarmReceivers & { tags: aws.cloudwatch.MetricAlarmArgs["tags"] },
  parent: pulumi.Resource,
): aws.cloudwatch.MetricAlarm {
  const [datapointsToAlarm, evaluationPeriods] = alarm.periods;
  return new aws.cloudwatch.MetricAlarm(
    `${name}-${entry}-alarm`,
    {
      ...metricArgs(alarm),
      comparisonOperator:
        alarm.comparison === "below" ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
      threshold: alarm.threshold,
      evaluationPeriods,
      datapointsToAlarm,
      // A pipeline without uploads is healthy: docs/runbook.md says why each metric has no value then.
      treatMissingData: "notBreaching",
      alarmDescription: withRunbook(alarm.description, entry),
      actionsEnabled: true,
      ...(!alarm.isPaging && receivers),
      tags,
    },
    { parent },
  );
}

/** Ends the description with its runbook entry, since CloudWatch shows and sends the description. */
export function withRunbook(text: pulumi.Input<string>, entry: string): pulumi.Output<string> {
  return pulumi.interpolate`${text} Runbook: docs/runbook.md#${entry}`;
}

function metricArgs({ measure, periodSeconds }: Alarm): Partial<aws.cloudwatch.MetricAlarmArgs> {
  if ("expression" in measure) {
    const metrics = Object.entries(measure.metrics).map(([id, metric]) => ({
      id,
      metric: { ...metric, period: periodSeconds },
    }));
    const { expression, label } = measure;
    return { metricQueries: [...metrics, { id: "result", expression, label, returnData: true }] };
  }
  const { stat, ...metric } = measure;
  const statistic = /^p\d/.test(stat) ? { extendedStatistic: stat } : { statistic: stat };
  return { ...metric, ...statistic, period: periodSeconds };
}
