import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { Status } from "../../local/page/server.ts";
import type { Description } from "../../local/run.ts";
import type { Owner } from "../helpers/temporary-folder.ts";

/** A local run in a process group of its own, which is killed and started again on the same folder and ports. */
export interface Group {
  /** Where it is: the same after every start. */
  description: Description;
  /** Resolves while it runs, and after a kill as soon as it runs again. */
  ready(): Promise<void>;
  status(): Promise<Status>;
  /** kill -9 for every process of the group, then a start. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it as Ctrl-C does, and starts it again. */
  restart(): Promise<void>;
  /** kill -9 for one of the function's processes; false where none runs. */
  killFunction(choose: (pids: number[]) => number): Promise<boolean>;
}

export interface GroupOptions {
  /** Arguments of Node. */
  command: (start: number) => string[];
  onLine?: (line: string) => void;
}

const root = join(import.meta.dirname, "../..");

export async function startGroup(owner: Owner, { command, onLine = () => {} }: GroupOptions): Promise<Group> {
  let starts = 0;
  let child: ChildProcess | undefined;
  owner.teardown(() => killGroup(child));

  const start = async (): Promise<Description> => {
    child = spawn(process.execPath, command(starts), {
      cwd: root,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    starts += 1;
    return described(child, onLine);
  };
  const description = await start();
  let ready: Promise<unknown> = Promise.resolve();
  const stop = () => ended(child, () => child?.kill("SIGTERM"));
  const again = async (end: Promise<void>) => {
    ready = end.then(start);
    await ready;
  };

  return {
    description,
    ready: async () => void (await ready),
    status: async () => {
      await ready;
      return (await fetch(`${description.page}status.json`)).json() as Promise<Status>;
    },
    kill: () => again(ended(child, () => killGroup(child))),
    stop,
    restart: () => again(stop()),
    killFunction: async (choose) => {
      const pids = await childrenOf(child?.pid);
      if (pids.length === 0) return false;
      return kill(choose(pids));
    },
  };
}

/** What it says when it is ready; all that it writes otherwise goes to `onLine`. */
async function described(child: ChildProcess, onLine: (line: string) => void): Promise<Description> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("A run was started without its outputs");
  const last: string[] = [];
  createInterface({ input: stderr }).on("line", (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    onLine(line);
  });
  const died = once(child, "close").then(() => {
    throw new Error(`The run ended before it was ready:\n${last.join("\n")}`);
  });
  died.catch(() => undefined);
  const [line] = await Promise.race([once(createInterface({ input: stdout }), "line"), died]);
  return JSON.parse(line);
}

/** Waits until its outputs are closed too: until then a process of the group may live. */
async function ended(child: ChildProcess | undefined, end: () => void): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  end();
  await closed;
}

function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid !== undefined) kill(-child.pid);
}

/** False when it has ended already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

async function childrenOf(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return [];
  // pgrep exits with 1 when it finds none.
  const { stdout } = await promisify(execFile)("pgrep", ["-P", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim().split("\n").filter(Boolean).map(Number);
}
