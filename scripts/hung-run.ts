// Sets the only bound on the time of tests: ava's own one ends the test files, but not the processes they started.
import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import type { Event, ObservedRun } from "ava/internal";

/** Calls `work` when its time has come, unless the returned function was called before. */
export type StartTimer = (work: () => void) => () => void;

/** The unfinished tests of each file. */
type Pending = Map<string, Set<string>>;

/** No test takes half an hour, even on a machine fifteen times slower than usual. */
const inHalfAnHour: StartTimer = (work) => {
  const timer = setTimeout(work, 30 * 60_000).unref();
  return () => clearTimeout(timer);
};

/** Ends a run if no test ends for half an hour: names the hung tests, and kills ava and everything it started. */
export async function endWhenHung({ events }: ObservedRun, startTimer = inHalfAnHour): Promise<void> {
  const pending: Pending = new Map();
  const end = () => {
    console.error(["No test ended for half an hour. These had not ended:", ...namesOf(pending)].join("\n  "));
    for (const pid of descendantsOf(process.pid)) kill(pid);
    process.exit(1);
  };
  let stop = startTimer(end);
  for await (const event of events) {
    if (!update(pending, event)) continue;
    stop();
    stop = startTimer(end);
  }
  stop();
}

/** Returns whether a test or its file has ended. */
function update(pending: Pending, event: Event): boolean {
  // ava's type of one event, `worker-failed`, lacks its file.
  const { testFile } = event as { testFile?: string };
  if (testFile === undefined) return false;
  const tests = pending.get(testFile) ?? new Set();
  switch (event.type) {
    case "selected-test":
      pending.set(testFile, event.skip || event.todo ? tests : tests.add(event.title));
      return false;
    case "test-passed":
    case "test-failed":
      return tests.delete(event.title);
    case "worker-finished":
    case "worker-failed":
      return pending.delete(testFile);
    default:
      pending.set(testFile, tests);
      return false;
  }
}

function namesOf(pending: Pending): string[] {
  if (pending.size === 0) return ["a file that has declared no test"];
  return [...pending].flatMap(([file, tests]) => {
    const path = relative(process.cwd(), file);
    return tests.size === 0 ? [`${path}, outside its tests`] : [...tests].map((title) => `${path}: ${title}`);
  });
}

/** Finds them all before the first is killed, since the children of a dead process can no longer be found. */
function descendantsOf(pid: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = table
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself, as `ps` has.
  }
}
