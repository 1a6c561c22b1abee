import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { readStackConfig } from "../config/stack-config.ts";
import { metricNamespace, metricUnits } from "../contract/metrics.ts";
import { openCloudWatch } from "./aws/cloudwatch/cloudwatch.ts";
import { inTransaction, openDatabase } from "./aws/data/database.ts";
import { reportError } from "./aws/data/report-error.ts";
import { openIngestion } from "./aws/delivery/ingestion.ts";
import { type AccessKey, openCredentials } from "./aws/endpoint/credentials.ts";
import type { FunctionPool } from "./aws/lambda/runtime/pool.ts";
import { createStorage } from "./aws/s3/storage/storage.ts";
import { createLogSink, toStandardError } from "./log-sink.ts";
import type { LocalOptions } from "./options.ts";
import { createDurations } from "./page/durations.ts";
import { createLooks } from "./page/looks.ts";
import { createRejections } from "./page/rejections.ts";
import { type RunParts, startServers } from "./servers.ts";
import { evaluate } from "./stack/evaluate.ts";
import { type LocalStack, readStack } from "./stack/stack.ts";
import { concurrencyOf, createStackFunction } from "./stack/stack-function.ts";

/** Everything a script needs to use the run. */
export interface Description {
  endpoint: string;
  page: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sourceBucket: string;
  outputBucket: string;
  /** `null` if the program creates none. */
  webBucket: string | null;
  functionName: string;
}

export interface LocalRun {
  description: Description;
  keyFilter: LocalStack["keyFilter"];
  close(): Promise<void>;
}

/** Lets tests change parts of a run. */
export interface RunHooks {
  /** Returns the address at which the function calls `endpoint`. Chaos tests put a proxy in between. */
  reach?: (endpoint: string) => Promise<string>;
  /** The clock of metrics and alarms, in milliseconds since the epoch. */
  now?: () => number;
  /** Takes the lines of the function's log instead of standard error. */
  log?: (line: string) => void;
}

const root = join(import.meta.dirname, "..");

/**
 * Runs this project's Pulumi program on this machine.
 *
 * @throws {Error} With a message for people, when an option, the data folder or a port cannot be used.
 */
export async function startLocalRun(
  options: LocalOptions,
  { reach = async (endpoint) => endpoint, now = Date.now, log = toStandardError }: RunHooks = {},
): Promise<LocalRun> {
  const config = readStackConfig(root, options.config, options.stack);
  const stack = await readStack(await evaluate(() => import("../index.ts"), config));
  const dataFolder = resolve(options.dataFolder);
  const database = openDatabase(dataFolder);
  try {
    const region = config.values["aws:region"] ?? "us-east-1";
    return await start(stack, region, database, { ...options, dataFolder, reach, now, log });
  } catch (error) {
    database.close();
    throw error;
  }
}

type StartOptions = LocalOptions & Required<RunHooks>;

async function start(
  stack: LocalStack,
  region: string,
  database: DatabaseSync,
  options: StartOptions,
): Promise<LocalRun> {
  const parts = openParts(stack, region, database, options);
  const { cloudWatch, ingestion, storage, credentials } = parts;
  const { endpoint, page, close } = await startServers(parts, options);
  const pool = await startFunction(parts, database, await options.reach(endpoint), options);
  cloudWatch.watch({ queues: ingestion.queues, storage });
  ingestion.start(pool, concurrencyOf(stack.function), reportError);

  return {
    description: describe(stack, credentials.operator, { endpoint, page, region }),
    keyFilter: stack.keyFilter,
    close: async () => {
      ingestion.close();
      await Promise.all([close(), pool.close()]);
      cloudWatch.close();
      database.close();
    },
  };
}

function openParts(
  stack: LocalStack,
  region: string,
  database: DatabaseSync,
  { dataFolder, retryDelaySeconds, now }: StartOptions,
): RunParts {
  const customUnits = { [metricNamespace]: metricUnits };
  const cloudWatch = openCloudWatch(stack, database, now, customUnits);
  const rejections = createRejections(database, () => now() - Date.now());
  const { measures } = cloudWatch;
  const ingestion = openIngestion(stack, { database, region, retryDelaySeconds, measures });
  const storage = createStorage({
    database,
    dataFolder,
    buckets: stack.buckets,
    versionedBuckets: stack.versionedBuckets,
    recordEvent: (event) => {
      ingestion.record(event);
      ingestion.wake();
    },
  });
  const [durations, looks] = [createDurations(database), createLooks(database)];
  const credentials = openCredentials(database);
  return { stack, region, cloudWatch, rejections, ingestion, storage, durations, looks, credentials };
}

function startFunction(
  { stack, region, cloudWatch, rejections, durations, looks, credentials }: RunParts,
  database: DatabaseSync,
  endpoint: string,
  { dataFolder, log }: StartOptions,
): Promise<FunctionPool> {
  const concurrency = concurrencyOf(stack.function);
  const place = { region, endpoint, role: credentials.functionRole, dataFolder, concurrency };
  const readers = [cloudWatch, rejections, durations, looks];
  // One transaction waits for the disk once.
  const record = (line: string) =>
    inTransaction(database, () => {
      for (const reader of readers) reader.record(line);
    });
  const onLine = createLogSink([{ record }], log);
  return createStackFunction(stack.function, place, onLine, cloudWatch.measures.ran);
}

function describe(
  stack: LocalStack,
  operator: AccessKey,
  addresses: Pick<Description, "endpoint" | "page" | "region">,
): Description {
  return {
    ...addresses,
    ...operator,
    sourceBucket: stack.sourceBucket,
    outputBucket: stack.outputBucket,
    webBucket: stack.webBucket ?? null,
    functionName: stack.function.name,
  };
}
