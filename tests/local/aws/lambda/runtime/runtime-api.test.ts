import test, { type ExecutionContext } from "ava";
import {
  createRuntimeApi,
  type RuntimeSession,
} from "../../../../../local/aws/lambda/runtime/runtime-api.ts";

const refuseAll: RuntimeSession = {
  nextInvocation: () => Promise.reject(new Error("not expected")),
  finishInvocation: () => false,
  failInit: () => {},
};

async function openSession(t: ExecutionContext, session: Partial<RuntimeSession>) {
  const api = await createRuntimeApi();
  t.teardown(() => api.close());
  const address = api.open({ ...refuseAll, ...session });
  return { api, address, url: `http://${address}/2018-06-01/runtime` };
}

test("an invocation is handed out with Lambda's headers", async (t) => {
  const invocation = { requestId: "r1", event: { a: "ü" }, deadline: 1234, functionArn: "arn:x" };
  const { url } = await openSession(t, { nextInvocation: async () => invocation });

  const response = await fetch(`${url}/invocation/next`);

  t.is(response.headers.get("Lambda-Runtime-Aws-Request-Id"), "r1");
  t.is(response.headers.get("Lambda-Runtime-Deadline-Ms"), "1234");
  t.is(response.headers.get("Lambda-Runtime-Invoked-Function-Arn"), "arn:x");
  t.deepEqual(await response.json(), { a: "ü" });
});

test("an error is passed on with its invocation", async (t) => {
  const calls: unknown[] = [];
  const { url } = await openSession(t, { finishInvocation: (...call) => calls.push(call) > 0 });
  const body = JSON.stringify({ errorType: "E", errorMessage: "m" });

  const response = await fetch(`${url}/invocation/r1/error`, { method: "POST", body });

  t.is(response.status, 202);
  t.deepEqual(calls, [["r1", { outcome: "failed", errorType: "E", errorMessage: "m" }]]);
});

const refusals: Record<string, [method: string, path: string, status: number]> = {
  "an answer to an invocation that is not in flight": ["POST", "/invocation/r9/response", 400],
  "a call that is not of the Runtime API": ["GET", "/invocation/r1/response", 404],
};

for (const [what, [method, path, status]] of Object.entries(refusals)) {
  test(`${what} is refused`, async (t) => {
    const { url } = await openSession(t, {});

    const response = await fetch(url + path, { method });

    t.is(response.status, status);
  });
}

test("a process sees nothing of another's, nor of its own once it is forgotten", async (t) => {
  const { api, address, url } = await openSession(t, {});

  const foreign = await fetch(url.replace(address, `${address.split("/")[0]}/other`));
  api.forget(address);
  const forgotten = await fetch(`${url}/invocation/next`);

  t.is(foreign.status, 404);
  t.is(forgotten.status, 404);
});
