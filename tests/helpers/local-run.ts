import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import type { Status } from "../../local/page/server.ts";
import type { Description } from "../../local/run.ts";
import { type Owner, temporaryFolder } from "./temporary-folder.ts";
import { until } from "./until.ts";

const root = join(import.meta.dirname, "../..");

interface Output {
  stdout: string;
  stderr: string;
}

export interface RunningStack {
  description: Description;
  client: S3Client;
  /** What it wrote so far. */
  output: Output;
  status(): Promise<Status>;
  /** Waits until no event is pending. */
  settled(): Promise<Status>;
  /** Ends it as Ctrl-C does, and returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends the whole process group with SIGKILL. */
  kill(): Promise<void>;
}

/** One run for all tests of a file. */
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
const directly = ["node", "local/start.ts"] as const;
const throughNpm = ["npm", "start", "--silent", "--"] as const;

/** Starts the local run on `dataFolder`, with free ports, and waits for its line. */
export function startStack(owner: Owner, dataFolder: string, ...options: string[]): Promise<RunningStack> {
  return startBy(directly, owner, dataFolder, options);
}

/** The same by the command of the README. */
export function startStackThroughNpm(owner: Owner, dataFolder: string): Promise<RunningStack> {
  return startBy(throughNpm, owner, dataFolder, []);
}

async function startBy(
  command: readonly string[],
  owner: Owner,
  dataFolder: string,
  options: string[],
): Promise<RunningStack> {
  const { child, output } = spawnRun(command, ["--data", dataFolder, ...freePorts, ...options]);
  owner.teardown(() => killGroup(child));
  const closed = once(child, "close").then(() => Promise.reject(new Error(`It ended: ${output.stderr}`)));
  closed.catch(() => undefined);
  await Promise.race([
    closed,
    until(
      async () => output.stdout,
      (text) => text.endsWith("\n"),
    ),
  ]);
  const description: Description = JSON.parse(output.stdout);
  const { endpoint, region, page } = description;
  const client = new S3Client({ endpoint, region, credentials: description, forcePathStyle: true });
  owner.teardown(() => client.destroy());

  const status = async (): Promise<Status> => (await fetch(`${page}status.json`)).json() as Promise<Status>;
  return {
    description,
    client,
    output,
    status,
    settled: () => until(status, ({ pending }) => pending === 0),
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      return code;
    },
    kill: async () => {
      const exited = once(child, "exit");
      killGroup(child);
      await exited;
    },
  };
}

/** Runs the command to its end, for arguments that it refuses. */
export async function failToStart(...options: string[]): Promise<{ code: number | null } & Output> {
  const { child, output } = spawnRun(directly, options);
  const [code] = await once(child, "close");
  return { code, ...output };
}

function spawnRun([name = "", ...first]: readonly string[], options: string[]) {
  const child = spawn(name, [...first, "--json", ...options], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  return { child, output };
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
