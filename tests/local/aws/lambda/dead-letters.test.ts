import test from "ava";
import { createInvocation } from "../../../../handler/events/invocation.ts";
import { createDispatcher } from "../../../../local/aws/lambda/dispatcher.ts";
import type { InvocationResult } from "../../../../local/aws/lambda/runtime/definition.ts";
import { openJournal } from "../../../helpers/aws/async-events.ts";
import { s3Event } from "../../../helpers/store/events.ts";
import {
  createScriptedStore,
  reconcileKey,
  type ScriptedStore,
} from "../../../helpers/store/scripted-store.ts";
import { until } from "../../../helpers/until.ts";

const event = s3Event("a.png");

/** Delivers one event of the store's `a.png`, as Lambda would, until it has succeeded or is a dead letter. */
async function delivered(store: ScriptedStore) {
  const { journal, deadLetters, counts } = openJournal({ retryDelaySeconds: 0 });
  const pool = { invoke: createFunction(store) };
  const onError = (error: unknown) => Promise.reject(error);
  const dispatcher = createDispatcher({ source: journal, pool, concurrency: 1, onError });
  journal.enqueue(event);
  dispatcher.wake();
  await until(
    async () => journal.pending(),
    (pending) => pending === 0,
  );
  const letters = deadLetters.newest(10).map(({ body, attributes }) => ({
    event: JSON.parse(body),
    reason: attributes.ErrorMessage?.StringValue,
  }));
  return { counts: counts(), letters };
}

/** Calls the function's handler, without its process. */
function createFunction(store: ScriptedStore) {
  const handler = createInvocation({
    pipeline: "compressor",
    sourceBucket: "uploads",
    deadLetters: undefined,
    reconcileKey: async (key) => ({ outcomes: await reconcileKey(store, key), measures: {} }),
    write: () => {},
  });
  return async (payload: unknown, awsRequestId: string): Promise<InvocationResult> => {
    try {
      return { outcome: "succeeded", response: await handler(payload, { awsRequestId }) };
    } catch (error) {
      return { outcome: "failed", errorType: "Error", errorMessage: String(error) };
    }
  };
}

test("An upload is overwritten without pause: its event fails, is tried again, and in the end is a dead letter", async (t) => {
  let version = 0;
  const store = createScriptedStore((call, own) => {
    version += 1;
    if (call === "HEAD uploads/a.png") own.putSource("a.png", `v${version}`);
  });
  store.putSource("a.png", "v0");

  const { counts, letters } = await delivered(store);

  t.like(counts, { succeeded: 0, failed: 3, deadLetters: 1 });
  t.deepEqual(letters, [{ event, reason: "Error: The source or its outputs changed in each of 5 rounds" }]);
});

/** Creates a store with an upload, and S3 with one failing call. */
function storeWithout(failing: string): ScriptedStore {
  const store = createScriptedStore((call) => {
    if (call === failing) throw new Error("S3 is down");
  });
  store.putSource("a.png", "v0");
  return store;
}

for (const failing of [
  "HEAD outputs/a.jpg",
  "GET uploads/a.png",
  "READ uploads/a.png",
  "PUT outputs/a.jpg",
]) {
  test(`S3 answers with an error: the event fails, is tried again, and in the end is a dead letter (${failing})`, async (t) => {
    const { counts, letters } = await delivered(storeWithout(failing));

    t.like(counts, { succeeded: 0, failed: 3, deadLetters: 1 });
    t.deepEqual(letters, [{ event, reason: "Error: S3 is down" }]);
  });
}

test("The HEAD of a source fails once its output is written: the next try finds the output, and succeeds", async (t) => {
  const store = storeWithout("HEAD uploads/a.png");

  const { counts } = await delivered(store);

  t.like(counts, { succeeded: 1, failed: 1, deadLetters: 0 });
  t.is(store.shown("a.jpg"), "v0");
});
