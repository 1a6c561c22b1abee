import type { Server } from "node:http";
import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { readStackConfig } from "../config/stack-config.ts";
import { metricNamespace, metricUnits } from "../contract/metrics.ts";
import { type CloudWatch, openCloudWatch } from "./aws/cloudwatch/cloudwatch.ts";
import { openDatabase } from "./aws/data/database.ts";
import { reportError } from "./aws/data/report-error.ts";
import { type Ingestion, openIngestion } from "./aws/delivery/ingestion.ts";
import { type AccessKey, type Credentials, openCredentials } from "./aws/endpoint/credentials.ts";
import { listen } from "./aws/endpoint/listen.ts";
import { createStorage, type Storage } from "./aws/s3/storage/storage.ts";
import { createLogSink, toStandardError } from "./log-sink.ts";
import type { LocalOptions } from "./options.ts";
import { createPageContent } from "./page/content.ts";
import { createDurations, type Durations } from "./page/durations.ts";
import { createRejections, type Rejections } from "./page/rejections.ts";
import { createPageServer } from "./page/server.ts";
import { createUploads } from "./page/uploads.ts";
import { createAwsEndpoint, createServices } from "./services.ts";
import { evaluate } from "./stack/evaluate.ts";
import { type LocalStack, readStack } from "./stack/stack.ts";
import { concurrencyOf, createStackFunction } from "./stack/stack-function.ts";

/** What a script needs to use the run. */
export interface Description {
  endpoint: string;
  page: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sourceBucket: string;
  outputBucket: string;
  /** `null` where the program makes none. */
  webBucket: string | null;
  functionName: string;
}

export interface LocalRun {
  description: Description;
  keyFilter: LocalStack["keyFilter"];
  close(): Promise<void>;
}

/** What tests change of a run. */
export interface RunHooks {
  /** Where the function calls this run's endpoint; chaos tests put something in between. */
  reach?: (endpoint: string) => Promise<string>;
  /** The clock of metrics and alarms, in milliseconds since the epoch. */
  now?: () => number;
  /** Takes the lines of the function's log in the place of standard error. */
  log?: (line: string) => void;
}

const root = join(import.meta.dirname, "..");

/**
 * Makes the program of this folder real on this machine.
 *
 * @throws {Error} With a message for people when an option, the data folder or a port cannot be used.
 */
export async function startLocalRun(
  options: LocalOptions,
  { reach = async (endpoint) => endpoint, now = Date.now, log = toStandardError }: RunHooks = {},
): Promise<LocalRun> {
  const config = readStackConfig(root, options.config);
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
  const { dataFolder, retryDelaySeconds, reach, now, log } = options;
  const customUnits = { [metricNamespace]: metricUnits };
  const cloudWatch = openCloudWatch(stack, database, now, customUnits);
  const rejections = createRejections(database, () => now() - Date.now());
  const { measures } = cloudWatch;
  const ingestion = openIngestion(stack, { database, region, retryDelaySeconds, measures });
  const storage = createStorage({
    database,
    dataFolder,
    buckets: stack.buckets,
    recordEvent: (event) => {
      ingestion.record(event);
      ingestion.wake();
    },
  });
  const durations = createDurations(database);
  const keys = openCredentials(database);
  const parts = { stack, region, cloudWatch, ingestion, storage, durations, rejections, keys };
  const { endpoint, page, close } = await listenForAll(parts, options);

  const concurrency = concurrencyOf(stack.function);
  const place = {
    region,
    endpoint: await reach(endpoint),
    role: keys.functionRole,
    dataFolder,
    concurrency,
  };
  const onLine = createLogSink([cloudWatch, rejections, durations], log);
  const pool = await createStackFunction(stack.function, place, onLine, measures.ran);
  cloudWatch.watch({ queues: ingestion.queues, storage });
  ingestion.start(pool, concurrency, reportError);

  return {
    description: describe(stack, keys.operator, { endpoint, page, region }),
    keyFilter: stack.keyFilter,
    close: async () => {
      ingestion.close();
      await Promise.all([close(), pool.close()]);
      cloudWatch.close();
      database.close();
    },
  };
}

interface Parts {
  stack: LocalStack;
  region: string;
  cloudWatch: CloudWatch;
  ingestion: Ingestion;
  storage: Storage;
  durations: Durations;
  rejections: Rejections;
  keys: Credentials;
}

/** The endpoint of AWS's services, and the page. */
async function listenForAll(
  {
    stack,
    region,
    cloudWatch,
    ingestion,
    storage,
    durations,
    rejections,
    keys: { operator, functionRole },
  }: Parts,
  { dataFolder, port, pagePort, now }: StartOptions,
): Promise<{ endpoint: string; page: string; close(): Promise<unknown> }> {
  let uploadOrigins: string[] = [];
  const aws = createAwsEndpoint({
    ...{ storage, region, dataFolder },
    credentials: [
      { ...operator, mayList: () => true, mayCall: () => true },
      {
        ...functionRole,
        mayList: (bucket: string) => stack.roleMay("s3:ListBucket", `arn:aws:s3:::${bucket}`),
        mayCall: stack.roleMay,
      },
    ],
    services: createServices({ ...ingestion, stack, metrics: cloudWatch.store, now }),
    uploadOrigins: () => uploadOrigins,
  });
  const endpoint = `http://127.0.0.1:${await listen(aws, port, "--port")}`;
  const { dashboardView: dashboard } = cloudWatch;
  const startUpload = createUploads(stack, { endpoint, region, operator });
  const content = createPageContent({
    stack,
    storage,
    ingestion,
    rejections,
    durations,
    dashboard,
    startUpload,
  });
  const server = createPageServer(content, endpoint);
  const boundPagePort = await listen(server, pagePort, "--page-port");
  uploadOrigins = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${boundPagePort}`);
  return {
    endpoint,
    page: `http://127.0.0.1:${boundPagePort}/`,
    close: () => Promise.all([closeServer(aws), closeServer(server)]),
  };
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

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
