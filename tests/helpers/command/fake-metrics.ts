import type { Call } from "./fake-aws.ts";

interface AskedQuery {
  Id: string;
  MetricStat: {
    Metric: { MetricName: string; Dimensions: { Name: string; Value: string }[] };
    Period: number;
    Stat: string;
  };
}

/** Names a query: `Compressed Sum`, or with a value of a second dimension `Rejected corrupt Sum`. */
function nameOf({ MetricStat: { Metric, Stat } }: AskedQuery): string {
  const further = Metric.Dimensions.slice(1).map(({ Value }) => Value);
  return [Metric.MetricName, ...further, Stat].join(" ");
}

export function queriesOf({ input }: Call): AskedQuery[] {
  return input.MetricDataQueries as AskedQuery[];
}

const memory = { memoryMiB: 2048, architecture: "arm64" };

/**
 * Returns answers about `pipelines`, each with the same `figures` by the names of `nameOf`: a value of the
 * first period, or of several. CloudWatch never saw any others.
 */
export function metricAnswers(figures: Record<string, number | number[]>, pipelines: string[] = ["images"]) {
  return {
    "cloudwatch:ListMetrics": () => ({
      Metrics: pipelines.map((Value) => ({
        Namespace: "ImageCompressionPipeline",
        MetricName: "Compressed",
        Dimensions: [{ Name: "Pipeline", Value }],
      })),
    }),
    "cloudwatch:GetMetricData": (call: Call) => ({
      MetricDataResults: queriesOf(call).map((query) => {
        const Values = [figures[nameOf(query)] ?? []].flat();
        const Timestamps = Values.map(
          (_, index) => Number(call.input.StartTime) + index * query.MetricStat.Period,
        );
        return { Id: query.Id, Label: nameOf(query), Timestamps, Values, StatusCode: "Complete" };
      }),
    }),
    "lambda:GetFunctionConfiguration": ({ on }: Call) => {
      if (!/^[\w-]+$/.test(on)) return { error: "ValidationException", message: "functionName", status: 400 };
      if (!pipelines.includes(on))
        return { error: "ResourceNotFoundException", message: `Function not found: ${on}`, status: 404 };
      const settings = {
        sourceBucket: "uploads",
        outputNaming: "replace",
        renditions: [{ name: "default" }],
      };
      return {
        Environment: { Variables: { PIPELINE_SETTINGS: JSON.stringify(settings) } },
        MemorySize: memory.memoryMiB,
        Architectures: [memory.architecture],
        LoggingConfig: { LogGroup: `${on}-logs` },
        DeadLetterConfig: { TargetArn: `arn:aws:sqs:eu-central-1:123456789012:${on}-dead-letters` },
      };
    },
  };
}
