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
}

/** The least that there can be with `outputNaming: replace`: the short name and the long one of one rendition. */
const usualNames = 2;

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
    const names = settings?.outputNaming === "append" ? 1 : usualNames;
    return {
      memoryMiB: configuration.MemorySize ?? 0,
      architecture: configuration.Architectures?.[0] ?? "x86_64",
      logGroup: configuration.LoggingConfig?.LogGroup ?? usualLogGroup(name),
      outputNames: names * (settings?.renditions?.length ?? 1),
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
