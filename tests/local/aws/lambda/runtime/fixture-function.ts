import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { FunctionDefinition, FunctionRun } from "../../../../../local/aws/lambda/runtime/definition.ts";
import { createFunctionPool, type FunctionPool } from "../../../../../local/aws/lambda/runtime/pool.ts";
import { temporaryFolder } from "../../../../helpers/temporary-folder.ts";

interface Fixture {
  pool: FunctionPool;
  definition: FunctionDefinition;
  logs: { line: string; requestId: string | undefined }[];
  runs: FunctionRun[];
}

/** Defines a function with `source` as the body of its `index.js`. */
export async function createFixture(
  t: ExecutionContext,
  source: string,
  changes: Partial<FunctionDefinition> = {},
): Promise<Fixture> {
  const definition = { ...defineFunction(temporaryFolder(t), source), ...changes };
  const logs: Fixture["logs"] = [];
  const runs: FunctionRun[] = [];
  const onLog = (line: string, requestId?: string) => void logs.push({ line, requestId });
  const pool = await createFunctionPool(definition, onLog, (run) => runs.push(run));
  t.teardown(() => pool.close());
  return { pool, definition, logs, runs };
}

export function defineFunction(folder: string, source: string): FunctionDefinition {
  writeFileSync(join(folder, "index.js"), source);
  return {
    name: "compressor",
    arn: "arn:aws:lambda:eu-central-1:000000000000:function:compressor",
    region: "eu-central-1",
    handler: "index.handler",
    codeFolder: folder,
    layerModules: join(folder, "layer"),
    environment: {},
    memoryMiB: 512,
    timeoutSeconds: 900,
    concurrency: 1,
  };
}
