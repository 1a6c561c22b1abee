import type { Server } from "node:http";
import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openCloudWatch } from "./cloudwatch/cloudwatch.ts";
import { type AccessKey, openCredentials } from "./credentials.ts";
import { openDatabase } from "./database.ts";
import { evaluate } from "./evaluate.ts";
import { openIngestion } from "./events/ingestion.ts";
import { concurrencyOf, createStackFunction } from "./function/stack-function.ts";
import { listen } from "./listen.ts";
import type { LocalOptions } from "./options.ts";
import { createPageContent } from "./page/content.ts";
import { createLooks } from "./page/looks.ts";
import { createPageServer } from "./page/server.ts";
import { createUploads } from "./page/uploads.ts";
import { createS3Server } from "./s3/server.ts";
import { createStorage } from "./s3/storage.ts";
import { createServices } from "./services/services.ts";
import { type LocalStack, readStack } from "./stack.ts";
import { readStackConfig } from "./stack-config.ts";

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
  looksAt: LocalStack["looksAt"];
  close(): Promise<void>;
}

/** What tests change of a run. */
export interface Surroundings {
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
  { reach = async (endpoint) => endpoint, now = Date.now, log = toStandardError }: Surroundings = {},
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

async function start(
  stack: LocalStack,
  region: string,
  database: DatabaseSync,
  { dataFolder, retryDelaySeconds, port, pagePort, reach, now, log }: LocalOptions & Required<Surroundings>,
): Promise<LocalRun> {
  const cloudWatch = openCloudWatch(stack, database, now);
  const { metrics, measures, dashboardView: dashboard } = cloudWatch;
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

  const { operator, functionRole: role } = openCredentials(database);
  const credentials = [
    { ...operator, mayList: () => true, mayCall: () => true },
    {
      ...role,
      mayList: (bucket: string) => stack.roleMay("s3:ListBucket", `arn:aws:s3:::${bucket}`),
      mayCall: stack.roleMay,
    },
  ];
  const services = createServices({ ...ingestion, stack, metrics: cloudWatch.store, now });
  let uploadOrigins: string[] = [];
  const s3 = createS3Server({
    storage,
    credentials,
    region,
    dataFolder,
    services,
    uploadOrigins: () => uploadOrigins,
  });
  const endpoint = `http://127.0.0.1:${await listen(s3, port, "--port")}`;
  const looks = createLooks(database);
  const startUpload = createUploads(stack, { endpoint, region, operator });
  const content = createPageContent({ stack, storage, ingestion, metrics, looks, dashboard, startUpload });
  const page = createPageServer(content, endpoint);
  const boundPagePort = await listen(page, pagePort, "--page-port");
  const pageUrl = `http://127.0.0.1:${boundPagePort}/`;
  uploadOrigins = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${boundPagePort}`);

  const concurrency = concurrencyOf(stack.function);
  const surroundings = { region, endpoint: await reach(endpoint), role, dataFolder, concurrency };
  const onLine = createLogSink([cloudWatch, looks], log);
  const pool = await createStackFunction(stack.function, surroundings, onLine, measures.ran);
  cloudWatch.watch({ queues: ingestion.queues, storage }, reportError);
  ingestion.start(pool, concurrency, reportError);

  return {
    description: describe(stack, operator, { endpoint, page: pageUrl, region }),
    looksAt: stack.looksAt,
    close: async () => {
      ingestion.close();
      await Promise.all([closeServer(s3), closeServer(page), pool.close()]);
      cloudWatch.close();
      database.close();
    },
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

function createLogSink(
  readers: { record(line: string): void }[],
  log: (line: string) => void,
): (line: string) => void {
  return (line) => {
    try {
      for (const reader of readers) reader.record(line);
    } catch (error) {
      reportError(error);
    }
    log(printable(line));
  };
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What a function prints may hold anything that an uploader chose, terminal commands included. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
}

function reportError(error: unknown): void {
  console.error(JSON.stringify({ level: "ERROR", message: "The local run failed", error: String(error) }));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
