import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { AccessKey } from "../aws/endpoint/credentials.ts";
import type { FunctionRun } from "../aws/lambda/runtime/definition.ts";
import { createFunctionPool, type FunctionPool } from "../aws/lambda/runtime/pool.ts";
import type { LocalStack } from "./stack.ts";

/** Holds the address of this run's S3 and SQS, and the credentials the function signs its calls with. */
export interface FunctionPlace {
  region: string;
  endpoint: string;
  role: AccessKey;
  dataFolder: string;
  /** The most events handled at once. */
  concurrency: number;
}

const sharp = join(import.meta.dirname, "../../node_modules/sharp");

/** Returns the number of processors, or the stack's reserved concurrency where it is lower. */
export function concurrencyOf({
  reservedConcurrency = Number.POSITIVE_INFINITY,
}: LocalStack["function"]): number {
  return Math.min(availableParallelism(), reservedConcurrency);
}

/** Creates the stack's function, with its AWS calls sent to this run. */
export function createStackFunction(
  { environment, ...definition }: LocalStack["function"],
  { region, endpoint, role, dataFolder, concurrency }: FunctionPlace,
  onLine: (line: string) => void,
  onRun?: (run: FunctionRun) => void,
): Promise<FunctionPool> {
  return createFunctionPool(
    {
      ...definition,
      region,
      concurrency,
      layerModules: layOutLayer(dataFolder),
      environment: {
        ...environment,
        AWS_ENDPOINT_URL_S3: endpoint,
        AWS_ENDPOINT_URL_SQS: endpoint,
        AWS_ACCESS_KEY_ID: role.accessKeyId,
        AWS_SECRET_ACCESS_KEY: role.secretAccessKey,
      },
    },
    onLine,
    onRun,
  );
}

/** Links this machine's sharp into the layer's folder: the built layers hold Linux binaries only. */
function layOutLayer(dataFolder: string): string {
  const modules = join(dataFolder, "layer/nodejs/node_modules");
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(sharp, join(modules, "sharp"), "junction");
  return modules;
}
