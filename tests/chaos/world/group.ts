import type { Status } from "../../../local/page/server.ts";
import type { Description } from "../../../local/run.ts";
import { childrenOf } from "../../helpers/local/children.ts";
import { type RunProcess, startRun } from "../../helpers/local/run-process.ts";
import type { Owner } from "../../helpers/temporary-folder.ts";

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

/** Leaves only the last work to the end: the groups before are dead, and their ids may be somebody else's. */
function onlyLatest(owner: Owner): Owner {
  let end = () => {};
  owner.teardown(() => end());
  return {
    teardown: (work) => {
      end = work;
    },
  };
}

/** False when it has ended already. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}
