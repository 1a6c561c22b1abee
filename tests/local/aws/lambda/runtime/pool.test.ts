import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { createFixture } from "./fixture-function.ts";

const successes: Record<string, [source: string, answer: { response?: unknown }]> = {
  "a promise": ["exports.handler = async (event) => ({ event })", { response: { event: { a: 1 } } }],
  "a plain value": ["exports.handler = () => 1", { response: 1 }],
  nothing: ["exports.handler = () => {}", {}],
};

for (const [what, [source, answer]] of Object.entries(successes)) {
  test(`an invocation whose handler returns ${what} succeeds, with that answer`, async (t) => {
    const { pool } = await createFixture(t, source);

    const result = await pool.invoke({ a: 1 }, "r1");

    t.deepEqual(result, { outcome: "succeeded", ...answer });
  });
}

const failures: Record<string, [source: string, errorType: string, errorMessage: RegExp]> = {
  throws: ["exports.handler = () => { throw new TypeError('no\\nway') }", "TypeError", /^no\nway$/],
  rejects: ["exports.handler = async () => { throw new RangeError('far') }", "RangeError", /^far$/],
  "throws no error": ["exports.handler = () => { throw 'text' }", "string", /^text$/],
  "returns what JSON cannot carry": ["exports.handler = () => 1n", "TypeError", /BigInt/],
  "exits with 1": [
    "exports.handler = () => process.exit(1)",
    "Runtime.ExitError",
    /^RequestId: r1 Error: Runtime exited with error: exit status 1$/,
  ],
  "exits with 0": [
    "exports.handler = () => process.exit(0)",
    "Runtime.ExitError",
    /^RequestId: r1 Error: Runtime exited without providing a reason$/,
  ],
  "dies of a signal": [
    "exports.handler = () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}) }",
    "Runtime.ExitError",
    /^RequestId: r1 Error: Runtime exited with error: signal: killed$/,
  ],
  "throws while it loads": ["throw new Error('no settings')", "Error", /^no settings$/],
  "requires a module that is not there": ["require('sharp')", "Runtime.ImportModuleError", /'sharp'/],
  "answers more than 6 MiB": [
    "exports.handler = () => 'x'.repeat(6 * 1024 ** 2)",
    "Function.ResponseSizeTooLarge",
    /^Response payload size \(6291458 bytes\) exceeded maximum allowed payload size \(6291456 bytes\)\.$/,
  ],
  "is not exported": ["exports.main = 1", "Runtime.HandlerNotFound", /^index\.handler is undefined/],
};

for (const [what, [source, errorType, errorMessage]] of Object.entries(failures)) {
  test(`an invocation whose handler ${what} fails with ${errorType}`, async (t) => {
    const { pool } = await createFixture(t, source);

    const result = await pool.invoke({}, "r1");

    t.like(result, { outcome: "failed", errorType });
    t.regex("errorMessage" in result ? result.errorMessage : "", errorMessage);
  });
}

test("a handler that never answers is killed at the timeout", async (t) => {
  const source = "exports.handler = () => new Promise(() => {})";
  const { pool } = await createFixture(t, source, { timeoutSeconds: 0.25 });

  const result = await pool.invoke({}, "r1");

  const errorMessage = "RequestId: r1 Error: Task timed out after 0.25 seconds";
  t.deepEqual(result, { outcome: "failed", errorType: "Sandbox.Timedout", errorMessage });
});

test("a handler that blocks its process is killed at the timeout", async (t) => {
  const { pool } = await createFixture(t, "exports.handler = () => { for (;;); }", { timeoutSeconds: 0.25 });

  const result = await pool.invoke({}, "r1");

  t.like(result, { errorType: "Sandbox.Timedout" });
});

test("a handler that takes more memory than the function has is killed", async (t) => {
  const source = "exports.handler = () => { global.x = Buffer.alloc(3e8, 1); return new Promise(() => {}) }";
  const { pool } = await createFixture(t, source, { memoryMiB: 256 });

  const result = await pool.invoke({}, "r1");

  const errorMessage = "RequestId: r1 Error: Runtime exited with error: signal: killed";
  t.deepEqual(result, { outcome: "failed", errorType: "Runtime.OutOfMemory", errorMessage });
});

test("a code folder that is not there fails the invocation, not the run", async (t) => {
  const { pool, runs } = await createFixture(t, "", { codeFolder: join(tmpdir(), "not-there") });

  const result = await pool.invoke({}, "r1");

  t.like(result, { outcome: "failed", errorType: "Runtime.InvalidEntrypoint" });
  t.deepEqual(runs, [{ milliseconds: undefined, outcome: "failed", concurrent: 1 }]);
});

test("a process that cannot be started is measured as a run that failed", async (t) => {
  const { pool, runs } = await createFixture(t, "", { environment: { "no\0name": "" } });

  const result = await pool.invoke({}, "r1");

  t.like(result, { outcome: "failed", errorType: "Runtime.InvalidEntrypoint" });
  t.deepEqual(runs, [{ milliseconds: undefined, outcome: "failed", concurrent: 1 }]);
});

test("a failure is logged on one line, with the request id and the stack", async (t) => {
  const { pool, logs } = await createFixture(t, "exports.handler = () => { throw new Error('a\\nb') }");

  await pool.invoke({}, "r1");

  t.deepEqual(
    logs.map(({ requestId }) => requestId),
    ["r1"],
  );
  const logged = JSON.parse(logs[0]?.line ?? "");
  t.like(logged, { level: "ERROR", requestId: "r1", errorType: "Error", errorMessage: "a\nb" });
  t.regex(logged.stackTrace.join("\n"), /index\.js:1/);
});

test("the handler gets the event and Lambda's context", async (t) => {
  const source = `exports.handler = (event, context) => {
    console.log(JSON.stringify({ event, ...context, left: context.getRemainingTimeInMillis() })) }`;
  const { pool, logs } = await createFixture(t, source);

  await pool.invoke({ key: "ü" }, "r1");

  const { left, logStreamName, ...context } = JSON.parse(logs[0]?.line ?? "");
  t.true(left > 0 && left <= 900_000);
  t.deepEqual(context, {
    event: { key: "ü" },
    awsRequestId: "r1",
    invokedFunctionArn: "arn:aws:lambda:eu-central-1:000000000000:function:compressor",
    functionName: "compressor",
    functionVersion: "$LATEST",
    memoryLimitInMB: "512",
    logGroupName: "/aws/lambda/compressor",
  });
});

test("the environment is the function's own and what Lambda sets, nothing of this process", async (t) => {
  process.env.LEAKED = "1";
  const source =
    "exports.handler = () => console.log(JSON.stringify({ ...process.env, cwd: process.cwd() }))";
  const { pool, logs, definition } = await createFixture(t, source, { environment: { SETTINGS: "{}" } });

  await pool.invoke({}, "r1");

  const { AWS_LAMBDA_RUNTIME_API, AWS_LAMBDA_LOG_STREAM_NAME, ...environment } = JSON.parse(
    logs[0]?.line ?? "",
  );
  t.regex(AWS_LAMBDA_RUNTIME_API, /^127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/);
  t.regex(AWS_LAMBDA_LOG_STREAM_NAME, /./);
  t.deepEqual(environment, {
    SETTINGS: "{}",
    AWS_REGION: "eu-central-1",
    AWS_DEFAULT_REGION: "eu-central-1",
    AWS_LAMBDA_FUNCTION_NAME: "compressor",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/compressor",
    LAMBDA_TASK_ROOT: definition.codeFolder,
    _HANDLER: "index.handler",
    NODE_PATH: definition.layerModules,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: process.env.PATH,
    TMPDIR: tmpdir(),
    cwd: definition.codeFolder,
  });
});

test("the bundle finds its modules in the layer", async (t) => {
  const source = "exports.handler = () => console.log(require('in-layer'))";
  const { pool, logs, definition } = await createFixture(t, source);
  mkdirSync(join(definition.layerModules, "in-layer"), { recursive: true });
  writeFileSync(join(definition.layerModules, "in-layer", "index.js"), "module.exports = 'found'");

  await pool.invoke({}, "r1");

  t.deepEqual(logs, [{ line: "found", requestId: "r1" }]);
});
