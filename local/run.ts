import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import type { Server } from "node:http";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openCredentials } from "./credentials.ts";
import { openDatabase } from "./database.ts";
import { evaluate } from "./evaluate.ts";
import { createDispatcher } from "./events/dispatcher.ts";
import { createJournal } from "./events/journal.ts";
import { notificationsFor } from "./events/notifications.ts";
import { createFunctionPool } from "./function/functions.ts";
import { listen } from "./listen.ts";
import { createMetrics } from "./metrics.ts";
import type { LocalOptions } from "./options.ts";
import { createPageContent } from "./page/content.ts";
import { createPageServer } from "./page/server.ts";
import { createS3Server } from "./s3/server.ts";
import { createStorage, type StorageOptions } from "./s3/storage.ts";
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
  webBucket: null;
  functionName: string;
}

export interface LocalRun {
  description: Description;
  close(): Promise<void>;
}

const root = join(import.meta.dirname, "..");

/**
 * Makes the program of this folder real on this machine.
 *
 * @throws {Error} With a message for people when an option, the data folder or a port cannot be used.
 */
export async function startLocalRun(options: LocalOptions): Promise<LocalRun> {
  const config = readStackConfig(root, options.config);
  const stack = await readStack(await evaluate(() => import("../index.ts"), config));
  const dataFolder = resolve(options.dataFolder);
  const database = openDatabase(dataFolder);
  try {
    return await start(stack, config.values["aws:region"] ?? "us-east-1", database, {
      ...options,
      dataFolder,
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

async function start(
  stack: LocalStack,
  region: string,
  database: DatabaseSync,
  options: LocalOptions,
): Promise<LocalRun> {
  const { dataFolder, retryDelaySeconds } = options;
  const { operator, functionRole } = openCredentials(database);
  const metrics = createMetrics(database);
  const journal = createJournal(database, { maximumRetries: stack.maximumRetries, retryDelaySeconds });
  const objects: StorageOptions = {
    database,
    dataFolder,
    buckets: stack.buckets,
    recordEvent: (event) => {
      const messages = notificationsFor(event, stack.notifications, region);
      if (messages.length === 0) return;
      journal.enqueue(messages.map((payload) => ({ payload })));
      setImmediate(() => dispatcher.wake());
    },
  };
  const storage = createStorage(objects);
  const credentials = [
    { ...operator, mayList: () => true },
    { ...functionRole, mayList: stack.mayList },
  ];
  const s3 = createS3Server({ ...objects, credentials, region }, storage);
  const endpoint = `http://127.0.0.1:${await listen(s3, options.port, "--port")}`;

  const concurrency = Math.min(
    availableParallelism(),
    stack.function.reservedConcurrency ?? Number.POSITIVE_INFINITY,
  );
  const pool = await createFunctionPool(
    {
      ...stack.function,
      region,
      concurrency,
      layerModules: layOutLayer(dataFolder),
      environment: {
        ...stack.function.environment,
        AWS_ENDPOINT_URL_S3: endpoint,
        AWS_ACCESS_KEY_ID: functionRole.accessKeyId,
        AWS_SECRET_ACCESS_KEY: functionRole.secretAccessKey,
      },
    },
    (line) => {
      metrics.record(line);
      process.stderr.write(`${printable(line)}\n`);
    },
  );
  const dispatcher = createDispatcher({ journal, pool, concurrency, onError: reportError });
  const page = createPageServer(createPageContent(stack, storage, journal, metrics));
  const pageUrl = `http://127.0.0.1:${await listen(page, options.pagePort, "--page-port")}/`;
  dispatcher.wake();

  return {
    description: {
      endpoint,
      page: pageUrl,
      region,
      ...operator,
      sourceBucket: stack.sourceBucket,
      outputBucket: stack.outputBucket,
      webBucket: null,
      functionName: stack.function.name,
    },
    close: async () => {
      dispatcher.close();
      await Promise.all([closeServer(s3), closeServer(page), pool.close()]);
      database.close();
    },
  };
}

/** The layer's folder, with the sharp of this machine in it: the one for Lambda is built for Linux alone. */
function layOutLayer(dataFolder: string): string {
  const modules = join(dataFolder, "layer/nodejs/node_modules");
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  symlinkSync(join(root, "node_modules/sharp"), join(modules, "sharp"), "junction");
  return modules;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function reportError(error: unknown): void {
  console.error(JSON.stringify({ level: "ERROR", message: "events", error: String(error) }));
}

/** What a handler prints may hold anything that an uploader chose, terminal commands included. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "�");
}
