import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "../../../../helpers/temporary-folder.ts";
import { createFixture, defineFunction } from "./fixture-function.ts";

const logsPid = "exports.handler = () => console.log(process.pid)";

/** Connects to the test, sends its process id, and ends when the test answers. */
const callsHome = `exports.handler = () => new Promise((resolve) => {
  require("node:net").connect(Number(process.env.HOME_PORT), "127.0.0.1")
    .on("data", () => resolve())
    .write(String(process.pid)) })`;

test("one process is used again", async (t) => {
  const { pool, logs } = await createFixture(t, logsPid, { concurrency: 2 });

  await pool.invoke({}, "r1");
  await pool.invoke({}, "r2");

  t.is(logs.length, 2);
  t.is(logs[0]?.line, logs[1]?.line);
});

test("a process that died is replaced", async (t) => {
  const source = "exports.handler = (event) => { if (event.dies) process.exit(1) }";
  const { pool } = await createFixture(t, source);
  await pool.invoke({ dies: true }, "r1");

  const result = await pool.invoke({ dies: false }, "r2");

  t.deepEqual(result, { outcome: "succeeded" });
});

test("a function that fails to load is not started again by itself", async (t) => {
  const { pool, logs } = await createFixture(t, "console.log('loads'); throw new Error('no')");

  await pool.invoke({}, "r1");
  await pool.invoke({}, "r2");

  t.deepEqual(
    logs.filter(({ line }) => line === "loads").map(({ requestId }) => requestId),
    ["r1", "r2"],
  );
});

test("as many invocations run at once as the function's concurrency, and no more", async (t) => {
  const home = await createHome(t);
  const options = { concurrency: 2, environment: home.environment };
  const { pool } = await createFixture(t, callsHome, options);

  const results = Promise.all(["r1", "r2", "r3", "r4"].map((id) => pool.invoke({}, id)));
  const pair = [await home.nextCaller(), await home.nextCaller()];
  const waiting = home.callers;
  for (const caller of pair) caller.socket.write("end");
  for (const caller of [await home.nextCaller(), await home.nextCaller()]) caller.socket.write("end");

  t.is(waiting, 2);
  t.deepEqual(await results, Array(4).fill({ outcome: "succeeded" }));
  t.is(home.pids.size, 2);
});

test("Ctrl-C in the terminal does not end an invocation", async (t) => {
  const home = await createHome(t);
  const { pool } = await createFixture(t, callsHome, { environment: home.environment });
  const result = pool.invoke({}, "r1");
  const { pid, socket } = await home.nextCaller();

  process.kill(pid, "SIGINT");
  process.kill(pid, "SIGTERM");
  socket.write("end");

  t.deepEqual(await result, { outcome: "succeeded" });
});

test("closing ends the processes at once and leaves the invocation's outcome open", async (t) => {
  const home = await createHome(t);
  const { pool, logs } = await createFixture(t, callsHome, { environment: home.environment });
  const result = t.throwsAsync(pool.invoke({}, "r1"), { message: /closed/ });
  const waiting = t.throwsAsync(pool.invoke({}, "r2"), { message: /closed/ });
  const { pid } = await home.nextCaller();

  await pool.close();

  t.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  await Promise.all([result, waiting]);
  t.deepEqual(logs, []);
});

test("kill -9 of the run ends the function's processes", async (t) => {
  const home = await createHome(t);
  const definition = { ...defineFunction(temporaryFolder(t), callsHome), environment: home.environment };
  const functions = new URL("../../../../../local/aws/lambda/runtime/pool.ts", import.meta.url);
  const script = `import { createFunctionPool } from "${functions}";
    const pool = await createFunctionPool(${JSON.stringify(definition)}, () => {});
    await pool.invoke({}, "r1");`;
  const run = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" });
  const { socket } = await home.nextCaller();

  run.kill("SIGKILL");
  await once(socket, "close");

  t.true(socket.destroyed);
});

interface Caller {
  pid: number;
  socket: Socket;
}

/** Serves calls of the function's processes, which tell a test of their start and, without a clock, of their end. */
async function createHome(t: ExecutionContext) {
  const arrived: Caller[] = [];
  const expected: ((caller: Caller) => void)[] = [];
  const home = { callers: 0, pids: new Set<number>() };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      const caller = { pid: Number(data), socket };
      home.callers += 1;
      home.pids.add(caller.pid);
      const next = expected.shift();
      if (next === undefined) arrived.push(caller);
      else next(caller);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.close());
  return Object.assign(home, {
    environment: { HOME_PORT: String((server.address() as AddressInfo).port) },
    nextCaller: () =>
      new Promise<Caller>((resolve) => {
        const caller = arrived.shift();
        if (caller === undefined) expected.push(resolve);
        else resolve(caller);
      }),
  });
}
