import { tmpdir } from "node:os";
import type { FunctionDefinition } from "./definition.ts";

/** Returns a function process's whole environment: Lambda's variables and the function's own. */
export function functionEnvironment(
  definition: FunctionDefinition,
  runtimeApi: string,
  logStream: string,
): Record<string, string> {
  return {
    AWS_REGION: definition.region,
    AWS_DEFAULT_REGION: definition.region,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: definition.codeFolder,
    _HANDLER: definition.handler,
    NODE_PATH: definition.layerModules,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: process.env.PATH ?? "",
    TMPDIR: tmpdir(),
    ...definition.environment,
  };
}
