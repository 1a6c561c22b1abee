import test from "ava";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import {
  callsOf,
  compressText,
  createScriptedStore,
  reconcileKey,
  type ScriptedStore,
  settingsWith,
  storeWithOutput,
} from "../../helpers/store/scripted-store.ts";

test("An event comes twice, even at the same time: its output is written once", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  const outcomes = await Promise.all([reconcileKey(store), reconcileKey(store)]);

  t.is(store.shown("a.jpg"), "v0");
  t.deepEqual(
    outcomes
      .flat()
      .map(({ outcome }) => outcome)
      .sort(),
    ["compressed", "unchanged"],
  );
  t.is(store.shown("a.png.jpg"), undefined);
});

for (const moment of ["READ uploads/a.png", "PUT outputs/a.jpg", "HEAD uploads/a.png"]) {
  test(`An upload is overwritten while it is compressed: it is compressed again (just before ${moment})`, async (t) => {
    const changes = ["v1"];
    const store = createScriptedStore((call, own) => {
      const change = call === moment ? changes.pop() : undefined;
      if (change !== undefined) own.putSource("a.png", change);
    });
    store.putSource("a.png", "v0");

    await reconcileKey(store);

    t.is(store.shown("a.jpg"), "v1");
    t.is(callsOf(store, "DISCARD").length, 2);
  });
}

test("An upload is deleted while it is compressed: its output stays, and is reported as stale", async (t) => {
  const store = createScriptedStore((call, own) => {
    if (call === "PUT outputs/a.jpg") own.objects.delete("uploads/a.png");
  });
  store.putSource("a.png", "v0");

  t.deepEqual(await reconcileKey(store), [{ rendition: "main", outcome: "stale", stale: ["a.jpg"] }]);
});

test("An output that is deleted between HEAD and PUT is written in the next round", async (t) => {
  const store = await storeWithOutput("v0", (call, own) => {
    if (call === "PUT outputs/a.jpg") own.objects.delete("outputs/a.jpg");
  });
  store.putSource("a.png", "v1");

  await reconcileKey(store);

  t.is(store.shown("a.jpg"), "v1");
});

test("The name of an output belongs to somebody else: their object is left alone, and the output gets a longer name", async (t) => {
  const store = createScriptedStore((call, own) => {
    if (call === "PUT outputs/a.jpg")
      own.objects.set("outputs/a.jpg", { etag: "x", body: Buffer.from("theirs"), metadata: {} });
  });
  store.putSource("a.png", "v0");

  const [outcome] = await reconcileKey(store);

  t.is(store.shown("a.jpg"), "theirs");
  t.is(store.shown("a.png.jpg"), "v0");
  t.like(outcome, { outcome: "compressed", outputs: ["a.png.jpg"], collision: true });
});

test("An upload is overwritten and put back while it is compressed: its output shows what is there now", async (t) => {
  const store = await storeWithOutput("v0");
  store.putSource("a.png", "v1");
  const slow = createSlowWriter(store);

  store.putSource("a.png", "v0");
  const [second] = await reconcileKey(store);
  slow.write();
  await slow.done;

  t.is(second?.outcome, "unchanged");
  t.is(store.shown("a.jpg"), "v0");
});

/** A worker that has read the current source, and writes when the test says so. */
function createSlowWriter(store: ScriptedStore) {
  const { promise: told, resolve: write } = Promise.withResolvers<void>();
  const text = store.objects.get("uploads/a.png")?.body.toString();
  const done = reconcile("a.png", settingsWith(), store, async (...image) => {
    if (image[0].toString() === text) await told;
    return compressText(...image);
  });
  return { write, done };
}

test("A source that changes in each of five rounds is an error, and every reading of it is discarded", async (t) => {
  let version = 0;
  const store = createScriptedStore((call, own) => {
    version += 1;
    if (call === "HEAD uploads/a.png") own.putSource("a.png", `v${version}`);
  });
  store.putSource("a.png", "v0");

  await t.throwsAsync(reconcileKey(store), {
    message: "The source or its outputs changed in each of 5 rounds",
  });

  t.is(callsOf(store, "DISCARD").length, 5);
});
