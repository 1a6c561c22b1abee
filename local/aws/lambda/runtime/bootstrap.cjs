// The runtime inside a function process. It is CommonJS because stripping types takes Node three times the time
// and memory, and the function is measured by its memory.
"use strict";

const http = require("node:http");
const Module = require("node:module");
const { Socket } = require("node:net");
const { join } = require("node:path");

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// The kernel closes the parent's end however the parent dies: nothing may be written after that.
new Socket({ fd: 3 })
  .on("error", () => {})
  .on("close", die)
  .resume();
// Ctrl-C in a terminal signals this process too, but the parent decides when it ends.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
// Otherwise Node keeps unread output in memory, and loses it when the process dies.
for (const stream of [process.stdout, process.stderr]) stream._handle.setBlocking(true);

run().catch(die);

async function run() {
  const handler = await initialise();
  for (;;) {
    const { headers, body } = await call("GET", "/invocation/next");
    const context = createContext(headers);
    const invocation = `/invocation/${context.awsRequestId}`;
    try {
      const result = await handler(JSON.parse(body), context);
      await call("POST", `${invocation}/response`, JSON.stringify(result));
    } catch (error) {
      await call("POST", `${invocation}/error`, JSON.stringify(describe(error)));
    }
  }
}

async function initialise() {
  try {
    return loadHandler(process.env._HANDLER, process.env.LAMBDA_TASK_ROOT);
  } catch (error) {
    const failure = describe(error);
    if (error?.code === "MODULE_NOT_FOUND") failure.errorType = "Runtime.ImportModuleError";
    await call("POST", "/init/error", JSON.stringify(failure));
    process.exit(1);
  }
}

function loadHandler(name, folder) {
  // Lambda's folder is in no project: besides its own files it finds modules only in the layer's folder,
  // NODE_PATH.
  const modulePaths = Module._nodeModulePaths;
  Module._nodeModulePaths = (from) => (from.startsWith(folder) ? [] : modulePaths(from));
  const dot = name.lastIndexOf(".");
  const handler = require(join(folder, name.slice(0, dot)))[name.slice(dot + 1)];
  if (typeof handler === "function") return handler;
  const error = new Error(`${name} is undefined or not exported`);
  error.name = "Runtime.HandlerNotFound";
  throw error;
}

function createContext(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function describe(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
  }
  const stackTrace = String(error.stack).split("\n");
  return { errorType: String(error.name), errorMessage: String(error.message), stackTrace };
}

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(base + path, { method, agent }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ headers: response.headers, body: text }));
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Kills at once: `process.exit` would wait for the thread pool, which may encode an image for seconds. */
function die() {
  process.kill(process.pid, "SIGKILL");
}
