import type { Status } from "../../../local/page/server.ts";
import type { Description } from "../../../local/run.ts";
import { childrenOf } from "../../helpers/local/children.ts";
import { type RunProcess, startRun } from "../../helpers/local/run-process.ts";
import type { Owner } from "../../helpers/temporary-folder.ts";

/** A local run in its own process group, restarted after each kill with the same folder and ports. */
export interface Group {
  /** The same after every start. */
  description: Description;
  /** Resolves while it runs, and after a kill as soon as it runs again. */
  ready(): Promise<void>;
  status(): Promise<Status>;
  /** Kills every process of the group (kill -9), then starts it. */
  kill(): Promise<void>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
  /** Ends it as Ctrl-C does, and starts it again. */
  restart(): Promise<void>;
  /** Kills one of the function's processes (kill -9); false if none runs. */
  killFunction(choose: (pids: number[]) => number): Promise<boolean>;
}

export interface GroupOptions {
  /** Arguments of Node, given the number of earlier starts. */
  command: (start: number) => string[];
  onLine?: (line: string) => void;
}

export async function startGroup(owner: Owner, { command, onLine }: GroupOptions): Promise<Group> {
  const latest = onlyLatest(owner);
  let starts = 0;
  const start = () => {
    starts += 1;
    return startRun(latest, [process.execPath, ...command(starts - 1)], onLine);
  };
  let running = start();
  const { description } = await running;
  const again = async (end: (run: RunProcess) => Promise<unknown>) => {
    running = running.then(end).then(start);
    await running;
  };

  return {
    description,
    ready: async () => void (await running),
    status: async () => (await running).status(),
    kill: () => again((run) => run.kill()),
    stop: async () => void (await (await running).stop()),
    restart: () => again((run) => run.stop()),
    killFunction: async (choose) => {
      const pids = await childrenOf((await running).pid);
      return pids.length > 0 && kill(choose(pids));
    },
  };
}

/** Runs only the latest teardown: earlier groups are dead, and other processes may have their ids. */
function onlyLatest(owner: Owner): Owner {
  let end = () => {};
  owner.teardown(() => end());
  return {
    teardown: (work) => {
      end = work;
    },
  };
}

/** Returns false if the process has ended already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
