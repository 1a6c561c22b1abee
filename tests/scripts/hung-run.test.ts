import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import test, { type ExecutionContext } from "ava";
import type { Event } from "ava/internal";
import { endWhenHung, type StartTimer } from "../../scripts/hung-run.ts";
import { root } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { until } from "../helpers/until.ts";

/** A project whose half hour is over as soon as one test has ended and the file `hangs` exists. */
const config = `
  import { existsSync } from "node:fs";
  import { endWhenHung } from ${JSON.stringify(join(root, "scripts/hung-run.ts"))};
  let started = 0;
  const whenItHangs = (work) => {
    started += 1;
    if (started === 1) return () => {};
    const timer = setInterval(() => existsSync("hangs") && work(), 20);
    return () => clearInterval(timer);
  };
  export default {
    extensions: ["ts"],
    workerThreads: false,
    timeout: "24d",
    nonSemVerExperiments: { observeRunsFromConfig: true },
    observeRun: (run) => endWhenHung(run, whenItHangs),
  };`;

/** A test that hangs, with a child in its own process group, which would outlive it. */
const hangingTest = `
  import { spawn } from "node:child_process";
  import { renameSync, writeFileSync } from "node:fs";
  import test from "ava";
  test("ends", (t) => t.pass());
  test.skip("is skipped", (t) => t.pass());
  test("hangs", async (t) => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { detached: true, stdio: "ignore" });
    writeFileSync("pids", [process.pid, child.pid].join(" "));
    renameSync("pids", "hangs");
    await new Promise(() => setInterval(() => {}, 1e6));
  });`;

function createProject(t: ExecutionContext): string {
  const folder = temporaryFolder(t);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "ava.config.js"), config);
  mkdirSync(join(folder, "test"));
  writeFileSync(join(folder, "test/some.test.ts"), hangingTest);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a hung run names the test, fails, and leaves no process behind", async (t) => {
  const folder = createProject(t);
  const ava = spawn(process.execPath, [join(root, "node_modules/ava/entrypoints/cli.js"), "--tap"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const printed = text(ava.stderr);

  const [code] = await once(ava, "exit");

  const told = await printed;
  t.is(code, 1, told);
  t.is(told, "No test ended for half an hour. These had not ended:\n  test/some.test.ts: hangs\n");
  for (const pid of readFileSync(join(folder, "hangs"), "utf8").split(" ").map(Number)) {
    await until(
      async () => isAlive(pid),
      (alive) => !alive,
    );
  }
});

test("the time starts again only when a test ends", async (t) => {
  const timers = { started: 0, stopped: 0 };
  const startTimer: StartTimer = () => {
    timers.started += 1;
    return () => {
      timers.stopped += 1;
    };
  };
  const [testFile, title] = ["/a.test.ts", "a"];
  const selected = { testFile, title, knownFailing: false, skip: false, todo: false };
  const ended = { testFile, title, knownFailing: false, duration: 1, logs: [] };
  const seen: number[] = [];
  async function* events(): AsyncIterableIterator<Event> {
    for (const event of [
      { type: "starting", testFile },
      { type: "selected-test", ...selected },
      { type: "worker-stdout", chunk: new Uint8Array(), testFile },
      { type: "test-passed", ...ended },
      { type: "worker-finished", forcedExit: false, testFile },
    ] satisfies Event[]) {
      yield event;
      seen.push(timers.started);
    }
  }

  await endWhenHung({ events: events() }, startTimer);

  t.deepEqual(seen, [1, 1, 1, 2, 3]);
  t.is(timers.stopped, timers.started);
});
