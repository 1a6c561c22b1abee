import {
  metricNamespace,
  pipelineDimension,
  reasonDimension,
  renditionDimension,
} from "../../contract/metrics.ts";
import type { MetricsConnection } from "../aws/connection.ts";
import { isCausedBy } from "../aws/failure.ts";
import { printable } from "../terminal/printable.ts";
import { UsageError } from "../usage-error.ts";
import { findFunction, type PipelineFunction } from "./function.ts";

/** Describes a pipeline by its metrics. */
export interface Pipeline {
  name: string;
  /** These dimensions' values come from CloudWatch's list; renditions come from the function too. */
  reasons: string[];
  renditions: string[];
  /** Is `undefined` when it was deleted, and only its metrics are left. */
  function: PipelineFunction | undefined;
}

/**
 * CloudWatch lists metrics with a value in this time:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
const listed = "the last two weeks";

type Seen = Pick<Pipeline, "reasons" | "renditions">;

/**
 * Returns the pipeline of this name, or else the only one.
 *
 * @throws {UsageError} When there is none, or there are several to choose from.
 */
export async function choosePipeline(
  connection: MetricsConnection,
  wanted: string | undefined,
): Promise<Pipeline> {
  const seen = await listPipelines(connection);
  const name = wanted ?? onlyName([...seen.keys()], connection.region);
  const found = seen.get(name);
  const pipelineFunction = await findFunction(connection, name).catch((failure) => {
    // Operators may often ask for no function but their own.
    throw found === undefined && isCausedBy(failure, /^AccessDenied/)
      ? noPipeline(
          name,
          connection.region,
          seen,
          " with metrics, and AWS does not allow lambda:GetFunctionConfiguration to look for it",
        )
      : failure;
  });
  if (found === undefined && pipelineFunction === undefined) throw noPipeline(name, connection.region, seen);
  const { reasons = [], renditions = [] } = found ?? {};
  // CloudWatch lists a rendition only after its first output, and not for long after its last.
  const all = new Set([...renditions, ...(pipelineFunction?.settings?.renditions ?? [])]);
  return { name, reasons, renditions: [...all], function: pipelineFunction };
}

async function listPipelines({ cloudWatch, signal, call }: MetricsConnection): Promise<Map<string, Seen>> {
  const { ListMetricsCommand } = await import("@aws-sdk/client-cloudwatch");
  const pipelines = new Map<string, Seen>();
  let NextToken: string | undefined;
  do {
    const page = new ListMetricsCommand({ Namespace: metricNamespace, ...(NextToken && { NextToken }) });
    const answer = await call("cloudwatch:ListMetrics", () => cloudWatch.send(page, { abortSignal: signal }));
    for (const { Dimensions = [] } of answer.Metrics ?? []) {
      const valuesOf = (name: string) =>
        Dimensions.filter(({ Name }) => Name === name).map(({ Value = "" }) => Value);
      for (const name of valuesOf(pipelineDimension)) {
        const seen = pipelines.get(name) ?? { reasons: [], renditions: [] };
        seen.reasons.push(...valuesOf(reasonDimension));
        seen.renditions.push(...valuesOf(renditionDimension));
        pipelines.set(name, seen);
      }
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return pipelines;
}

function onlyName(names: string[], region: string): string {
  const [name] = names;
  if (name === undefined) throw new UsageError(`No pipeline is seen in ${region}. ${listedPipelines(names)}`);
  if (names.length === 1) return name;
  throw new UsageError(
    `There are ${names.length} pipelines in ${region}: choose one by --pipeline. ${listedPipelines(names)}`,
  );
}

function noPipeline(name: string, region: string, seen: Map<string, Seen>, why = ""): UsageError {
  return new UsageError(
    `There is no pipeline ${name} in ${region}${why}. ${listedPipelines([...seen.keys()])}`,
  );
}

function listedPipelines(names: string[]): string {
  if (names.length > 0)
    return `Those with metrics in ${listed} are: ${names.map(printable).sort().join(", ")}`;
  return `None has metrics there in ${listed}: check --region, --profile and --endpoint, and whether an image was uploaded; a pipeline that rested for longer, or whose every try failed, has to be named by --pipeline, which is the stack's output functionName`;
}
