import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { reads } from "../../contract/prices.ts";
import type { MetricsConnection } from "../aws/connection.ts";
import { deployedSettings } from "../aws/deployed-settings.ts";
import { isCausedBy } from "../aws/failure.ts";

/** What the costs of a pipeline hang on. */
export interface PipelineFunction {
  memoryMiB: number;
  architecture: "arm64" | "x86_64";
  logGroup: string;
  /** `undefined` when they may not be read, for want of a right to their key. */
  settings: FunctionSettings | undefined;
}

interface FunctionSettings {
  /** How many names of outputs each look at a source asks for. */
  outputNames: number;
  /** Whether its events come by SQS; those of EventBridge cannot be told from S3's own. */
  isQueued: boolean;
  /** Those that have a metric each: none where there is but one. */
  renditions: string[];
}

/** `undefined` when there is no such function, or it is somebody else's. */
export async function findFunction(
  { lambda, signal, call }: MetricsConnection,
  name: string,
): Promise<PipelineFunction | undefined> {
  // Lambda would refuse it in its own words, and it can be no pipeline's name.
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
  const { outputNaming = "replace", renditions = [], deadLetters } = settings;
  return {
    outputNames: reads.output[outputNaming] * Math.max(1, renditions.length),
    isQueued: deadLetters !== undefined,
    renditions: renditions.length > 1 ? renditions.map(({ name }) => name) : [],
  };
}

/** What Lambda takes when a function does not name one. */
export function usualLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
