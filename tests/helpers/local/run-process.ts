import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Status } from "../../../local/page/server.ts";
import type { Description } from "../../../local/run.ts";
import { root } from "../root.ts";
import type { Owner } from "../temporary-folder.ts";

/** Lambda's longest timeout, so no function is killed because the machine is slow. */
export const patient = "timeoutSeconds=900";

export interface Output {
  stdout: string;
  stderr: string;
}

/** A local run and its child processes, in a process group of their own. */
export interface RunProcess {
  pid: number | undefined;
  description: Description;
  /** The output so far. */
  output: Output;
  status(): Promise<Status>;
  /** Ends it as Ctrl-C does, and returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends the whole process group with SIGKILL. */
  kill(): Promise<void>;
}

/** Starts a run by `command` and waits for its description, a line of JSON. `onLine` gets each line of its log. */
export async function startRun(
  owner: Owner,
  command: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<RunProcess> {
  const { child, output } = spawnRun(command);
  owner.teardown(() => killGroup(child));
  createInterface({ input: child.stderr }).on("line", onLine);
  const died = once(child, "close").then(() => Promise.reject(new Error(`It ended: ${output.stderr}`)));
  died.catch(() => undefined);
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), died]);
  const description: Description = JSON.parse(line);
  return {
    pid: child.pid,
    description,
    output,
    status: async () => (await fetch(`${description.page}status.json`)).json() as Promise<Status>,
    stop: () => ended(child, () => child.kill("SIGTERM")),
    kill: async () => void (await ended(child, () => killGroup(child))),
  };
}

export function spawnRun([name = "", ...args]: readonly string[]) {
  const child = spawn(name, args, { cwd: root, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output: Output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  return { child, output };
}

/** Waits until the output streams are closed too: before that, a process of the group may still live. */
async function ended(child: ChildProcess, end: () => void): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = once(child, "close");
  end();
  const [code] = await closed;
  return code;
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended already.
  }
}
