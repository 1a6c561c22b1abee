import { reads } from "../../components/prices.ts";
import type { MetricsConnection } from "../aws/connection.ts";
import { deployedSettings } from "../aws/deployed-settings.ts";
import { isCausedBy } from "../aws/failure.ts";

/** What the costs of a pipeline hang on. */
export interface PipelineFunction {
  memoryMiB: number;
  architecture: "arm64" | "x86_64";
  logGroup: string;
  /** How many names of outputs each look at a source asks for; the usual number where settings cannot be read. */
  outputNames: number;
  /** Whether its events come by SQS; those of EventBridge cannot be told from S3's own. */
  isQueued: boolean;
}

/** `undefined` when there is no such function. */
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
    const settings = deployedSettings(configuration);
    const names = reads.output[settings?.outputNaming ?? "replace"];
    return {
      memoryMiB: configuration.MemorySize ?? 0,
      architecture: configuration.Architectures?.[0] ?? "x86_64",
      logGroup: configuration.LoggingConfig?.LogGroup ?? usualLogGroup(name),
      outputNames: names * (settings?.renditions?.length ?? 1),
      isQueued: settings?.deadLetters !== undefined,
    };
  } catch (failure) {
    if (isCausedBy(failure, /^ResourceNotFound/)) return undefined;
    throw failure;
  }
}

/** What Lambda takes when a function does not name one. */
export function usualLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
