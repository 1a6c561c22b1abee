import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A metric of CloudWatch, and what is made of its values in a period: a statistic, or a percentile such as `p90`. */
export interface Measured {
  namespace: string;
  metricName: string;
  dimensions: Record<string, pulumi.Input<string>>;
  stat: string;
}

export interface Alarm {
  /** One metric, or an expression over several by their ids. */
  of: Measured | { expression: string; label: string; metrics: Record<string, Measured> };
  comparison: "at least" | "below";
  threshold: number;
  periodSeconds: number;
  /** How many of the latest periods have to be bad, `[2, 3]` for two of three: a person is not called for what passes. */
  periods: [bad: number, of: number];
  /** What it means and what to do at once; docs/runbook.md has the rest. */
  description: pulumi.Input<string>;
  /** Whether it means that images are left behind, so that somebody is called by the composite alarm, and not by this one. */
  isPaging: boolean;
}

/** Alarms by the names of their entries in docs/runbook.md, which those of the resources are made of. */
export type Alarms = Record<string, Alarm>;

/** The topics that an alarm tells when it begins and when it ends. */
interface AlarmReceivers {
  alarmActions?: pulumi.Input<string>[];
  okActions?: pulumi.Input<string>[];
}

/** Without topics an alarm only shows. */
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
      ...measure(alarm),
      comparisonOperator:
        alarm.comparison === "below" ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
      threshold: alarm.threshold,
      evaluationPeriods,
      datapointsToAlarm,
      // A pipeline without uploads is well: docs/runbook.md has why each metric has no value then.
      treatMissingData: "notBreaching",
      alarmDescription: describe(alarm.description, entry),
      actionsEnabled: true,
      ...(!alarm.isPaging && receivers),
      tags,
    },
    { parent },
  );
}

/** CloudWatch shows and sends the description, so that its end says where to read on. */
export function describe(text: pulumi.Input<string>, entry: string): pulumi.Output<string> {
  return pulumi.interpolate`${text} Runbook: docs/runbook.md#${entry}`;
}

function measure({ of, periodSeconds }: Alarm): Partial<aws.cloudwatch.MetricAlarmArgs> {
  if ("expression" in of) {
    const metrics = Object.entries(of.metrics).map(([id, metric]) => ({
      id,
      metric: { ...metric, period: periodSeconds },
    }));
    const { expression, label } = of;
    return { metricQueries: [...metrics, { id: "result", expression, label, returnData: true }] };
  }
  const { stat, ...metric } = of;
  const statistic = /^p\d/.test(stat) ? { extendedStatistic: stat } : { statistic: stat };
  return { ...metric, ...statistic, period: periodSeconds };
}
