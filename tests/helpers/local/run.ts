import { once } from "node:events";
import { S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import type { Status } from "../../../local/page/server.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";
import { until } from "../until.ts";
import { type Output, patient, type RunProcess, spawnRun, startRun } from "./run-process.ts";

export interface RunningStack extends RunProcess {
  client: S3Client;
  /** Waits until no event is pending. */
  settled(): Promise<Status>;
}

/** Shares one run among all tests of a file. */
export function sharedStack(...options: string[]): () => RunningStack {
  const endings: (() => void)[] = [];
  const owner = { teardown: (work: () => void) => endings.unshift(work) };
  let stack: RunningStack;
  test.before(async () => {
    stack = await startStack(owner, temporaryFolder(owner), ...options);
  });
  test.after.always(() => {
    for (const end of endings) end();
  });
  return () => stack;
}

const freePorts = ["--port", "0", "--page-port", "0"];
const directly = [process.execPath, "local/start.ts", "--json"] as const;
const throughNpm = ["npm", "start", "--silent", "--", "--json"] as const;

/** Starts the local run on `dataFolder` with free ports, and waits for its description. */
export function startStack(owner: Owner, dataFolder: string, ...options: string[]): Promise<RunningStack> {
  return startBy(directly, owner, dataFolder, options);
}

/** Starts the same by the README's command, `npm start`. */
export function startStackThroughNpm(owner: Owner, dataFolder: string): Promise<RunningStack> {
  return startBy(throughNpm, owner, dataFolder, []);
}

async function startBy(
  command: readonly string[],
  owner: Owner,
  dataFolder: string,
  options: string[],
): Promise<RunningStack> {
  const own = ["--data", dataFolder, ...freePorts, "--config", patient];
  const run = await startRun(owner, [...command, ...own, ...options]);
  const { endpoint, region } = run.description;
  const client = new S3Client({ endpoint, region, credentials: run.description, forcePathStyle: true });
  owner.teardown(() => client.destroy());
  return { ...run, client, settled: () => until(run.status, ({ pending }) => pending === 0) };
}

/** Runs the command to its end, with arguments it refuses. */
export async function failToStart(...options: string[]): Promise<{ code: number | null } & Output> {
  const { child, output } = spawnRun([...directly, ...options]);
  const [code] = await once(child, "close");
  return { code, ...output };
}
