import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { reads } from "../../contract/prices.ts";
import type { MetricsConnection } from "../aws/connection.ts";
import { deployedSettings } from "../aws/deployed-settings.ts";
import { isCausedBy } from "../aws/failure.ts";

/** Holds the facts that decide a pipeline's costs. */
export interface PipelineFunction {
  memoryMiB: number;
  architecture: "arm64" | "x86_64";
  logGroup: string;
  /** Is `undefined` when the function has none, as after a change by hand. */
  deadLetterQueue: string | undefined;
  /** Is `undefined` when the operator has no right to their key. */
  settings: FunctionSettings | undefined;
}

interface FunctionSettings {
  /** Counts the output names that one reconciliation of a source asks S3 for. */
  outputNames: number;
  /** Is true when events come through SQS; EventBridge cannot be told from S3's own events. */
  isQueued: boolean;
  /** Is true when a source's tags are read and written after its outputs stand. */
  marksSources: boolean;
  /** Lists renditions with a metric of their own: none where there is only one. */
  renditions: string[];
}

/** Returns `undefined` when there is no such function, or it is not a pipeline's. */
export async function findFunction(
  { lambda, signal, call }: MetricsConnection,
  name: string,
): Promise<PipelineFunction | undefined> {
  // No pipeline has such a name, and Lambda would refuse it in its own words.
  if (!/^[\w-]{1,64}$/.test(name)) return undefined;
  const { GetFunctionConfigurationCommand } = await import("@aws-sdk/client-lambda");
  try {
    const request = new GetFunctionConfigurationCommand({ FunctionName: name });
    const configuration = await call("lambda:GetFunctionConfiguration", () =>
      lambda.send(request, { abortSignal: signal }),
    );
    const settings = settingsOf(configuration);
    if (settings === undefined && configuration.Environment?.Error === undefined) return undefined;
    return {
      memoryMiB: configuration.MemorySize ?? 0,
      architecture: configuration.Architectures?.[0] ?? "x86_64",
      logGroup: configuration.LoggingConfig?.LogGroup ?? usualLogGroup(name),
      deadLetterQueue: configuration.DeadLetterConfig?.TargetArn?.split(":").at(-1),
      settings,
    };
  } catch (failure) {
    if (isCausedBy(failure, /^ResourceNotFound/)) return undefined;
    throw failure;
  }
}

function settingsOf(configuration: FunctionConfiguration): FunctionSettings | undefined {
  const settings = deployedSettings(configuration);
  if (settings === undefined) return undefined;
  const { outputNaming = "replace", renditions = [], deadLetters, markSources = false } = settings;
  return {
    outputNames: reads.output[outputNaming] * Math.max(1, renditions.length),
    isQueued: deadLetters !== undefined,
    marksSources: markSources,
    renditions: renditions.length > 1 ? renditions.map(({ name }) => name) : [],
  };
}

/** Lambda uses this when a function names no log group. */
export function usualLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
