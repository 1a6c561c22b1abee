import {
  type AlarmDefinition,
  type Comparison,
  type CompositeAlarm,
  comparisons,
  type MetricAlarm,
} from "../aws/cloudwatch/alarm-definitions.ts";
import { parseRule } from "../aws/cloudwatch/composite-rule.ts";
import type { Judging } from "../aws/cloudwatch/judgement.ts";
import { expressionQuery, metricQuery } from "../aws/cloudwatch/queries.ts";
import { readStatistic } from "../aws/cloudwatch/statistic.ts";
import { ofType, type RegisteredResource } from "./evaluate.ts";

/** The provider's inputs: https://www.pulumi.com/registry/packages/aws/api-docs/cloudwatch/metricalarm/ */
interface AlarmInputs {
  alarmDescription?: string;
  comparisonOperator: string;
  threshold: number;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
  treatMissingData?: Judging["missing"];
  evaluateLowSampleCountPercentiles?: string;
  metricName?: string;
  namespace?: string;
  dimensions?: Record<string, string>;
  statistic?: string;
  extendedStatistic?: string;
  period?: number;
  metricQueries?: QueryInputs[];
}

interface QueryInputs {
  id: string;
  expression?: string;
  returnData?: boolean;
  metric?: {
    metricName: string;
    namespace?: string;
    dimensions?: Record<string, string>;
    stat: string;
    period: number;
  };
}

/** @throws {Error} Naming the alarm and the part unknown to the local run. */
export function readAlarms(resources: RegisteredResource[]): AlarmDefinition[] {
  const read = (type: string, alarm: (resource: RegisteredResource) => AlarmDefinition) =>
    ofType(resources, type).map((resource) => {
      try {
        return alarm(resource);
      } catch (error) {
        throw new Error(`The alarm ${resource.id}: ${(error as Error).message}`, { cause: error });
      }
    });
  return [
    ...read("aws:cloudwatch/compositeAlarm:CompositeAlarm", readComposite),
    ...read("aws:cloudwatch/metricAlarm:MetricAlarm", readMetricAlarm),
  ];
}

function readComposite({ id, inputs }: RegisteredResource): CompositeAlarm {
  const description = String(inputs.alarmDescription ?? "");
  return { name: id, description, rule: parseRule(String(inputs.alarmRule)) };
}

function readMetricAlarm({ id, inputs: plain }: RegisteredResource): MetricAlarm {
  const inputs = plain as unknown as AlarmInputs;
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods, threshold } = inputs;
  return {
    name: id,
    description: inputs.alarmDescription ?? "",
    ...(inputs.metricQueries === undefined ? readMetric(inputs) : readQueries(inputs.metricQueries)),
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    comparison: readComparison(inputs.comparisonOperator),
    missing: inputs.treatMissingData ?? "missing",
    fewestSamples: inputs.evaluateLowSampleCountPercentiles === "ignore" ? fewestSamples(inputs) : 0,
  };
}

type Watched = Pick<MetricAlarm, "queries" | "watched" | "periodSeconds">;

function readMetric({
  namespace = "",
  metricName: name = "",
  dimensions = {},
  ...inputs
}: AlarmInputs): Watched {
  const { period: periodSeconds = 300, statistic, extendedStatistic = "" } = inputs;
  const metric = { namespace, name, dimensions };
  const query = metricQuery("watched", metric, statistic ?? extendedStatistic, periodSeconds);
  return { queries: [query], watched: "watched", periodSeconds };
}

/** Takes the period from the first metric: all metrics of an alarm share one. */
function readQueries(list: QueryInputs[]): Watched {
  const queries = list.map(({ id, expression = "", metric }) => {
    if (metric === undefined) return expressionQuery(id, expression);
    const { namespace = "", metricName: name, dimensions = {}, stat, period } = metric;
    return metricQuery(id, { namespace, name, dimensions }, stat, period);
  });
  const watched = list.find(({ returnData }) => returnData === true)?.id;
  if (watched === undefined) throw new Error("none of its queries returns data");
  return { queries, watched, periodSeconds: list.find(({ metric }) => metric)?.metric?.period ?? 300 };
}

function readComparison(name: string): Comparison {
  if (Object.hasOwn(comparisons, name)) return name as Comparison;
  throw new Error(`The local run does not know the comparison ${name}`);
}

/** Follows https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
function fewestSamples({ extendedStatistic }: AlarmInputs): number {
  const statistic = readStatistic(extendedStatistic ?? "Sum");
  if (!("percentile" in statistic)) return 0;
  const share = statistic.percentile / 100;
  return 10 / (share >= 0.5 ? 1 - share : share);
}
