import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { AccessKey } from "../aws/endpoint/credentials.ts";
import type { FunctionRun } from "../aws/lambda/runtime/definition.ts";
import { createFunctionPool, type FunctionPool } from "../aws/lambda/runtime/pool.ts";
import type { LocalStack } from "./stack.ts";

/** Where the function finds this run's S3 and SQS, and as whom. */
export interface FunctionPlace {
  region: string;
  endpoint: string;
  role: AccessKey;
  dataFolder: string;
  /** How many events it may work on at once. */
  concurrency: number;
}

const sharp = join(import.meta.dirname, "../../node_modules/sharp");

/** As many as there are processors, unless the stack reserves fewer. */
export function concurrencyOf({
  reservedConcurrency = Number.POSITIVE_INFINITY,
}: LocalStack["function"]): number {
  return Math.min(availableParallelism(), reservedConcurrency);
}

/** The function as the stack defines it, its calls of AWS sent to this run. */
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

/** The layer's folder, with the sharp of this machine in it: the ones for Lambda are built for Linux alone. */
function layOutLayer(dataFolder: string): string {
  const modules = join(dataFolder, "layer/nodejs/node_modules");
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(sharp, join(modules, "sharp"), "junction");
  return modules;
}
