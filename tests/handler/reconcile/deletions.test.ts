import test from "ava";
import { rendition } from "../../helpers/images/renditions.ts";
import {
  callsOf,
  createScriptedStore,
  reconcileKey,
  type ScriptedStore,
  settingsWith,
} from "../../helpers/store/scripted-store.ts";

const mirrored = settingsWith(undefined, { outputNaming: "append", mirrorDeletions: true });
const kept = settingsWith(undefined, { outputNaming: "append" });

/** A store with the source `a.png` and its output. */
async function storeWithOutputs(before?: Parameters<typeof createScriptedStore>[0], settings = mirrored) {
  const store = createScriptedStore(before);
  store.putSource("a.png", "v0");
  await reconcileKey(store, "a.png", settings);
  store.calls.length = 0;
  return store;
}

/** Runs `change` once, ahead of the first call of this name after the source is gone. */
function onceGone(call: string, change: (store: ScriptedStore) => void) {
  const changes = [change];
  return (made: string, store: ScriptedStore) => {
    if (made === call && !store.objects.has("uploads/a.png")) changes.pop()?.(store);
  };
}

test("An upload is deleted, and deletions are mirrored: its outputs are deleted", async (t) => {
  const store = await storeWithOutputs();
  store.objects.delete("uploads/a.png");

  t.deepEqual(await reconcileKey(store, "a.png", mirrored), [
    { rendition: "main", outcome: "deleted", deleted: ["a.png.jpg"] },
  ]);

  t.is(store.objects.size, 0);
});

test("An output stays, and is reported as stale, where deletions are not mirrored", async (t) => {
  const store = await storeWithOutputs(undefined, kept);
  store.objects.delete("uploads/a.png");

  const [outcome] = await reconcileKey(store, "a.png", kept);

  t.deepEqual(outcome, { rendition: "main", outcome: "stale", stale: ["a.png.jpg"] });
  t.is(store.shown("a.png.jpg"), "v0");
});

test("Every rendition's output goes, each from its bucket", async (t) => {
  const both = { ...mirrored, renditions: [rendition(), rendition({ name: "web", bucket: "web" })] };
  const store = await storeWithOutputs(undefined, both);
  store.objects.delete("uploads/a.png");

  await reconcileKey(store, "a.png", both);

  t.deepEqual(callsOf(store, "DELETE").sort(), ["DELETE outputs/a.png.jpg", "DELETE web/a.png.jpg"]);
  t.is(store.objects.size, 0);
});

test("An upload is overwritten by a file that is not an image, and deletions are mirrored: its outputs are deleted", async (t) => {
  const store = await storeWithOutputs();
  store.putSource("a.png", "bad");

  const [outcome] = await reconcileKey(store, "a.png", mirrored);

  t.like(outcome, { outcome: "rejected", reason: "corrupt", stale: [], deleted: ["a.png.jpg"] });
  t.is(store.shown("a.png.jpg"), undefined);
});

test("An output of somebody else stays when a source goes", async (t) => {
  const store = await storeWithOutputs();
  store.objects.set("outputs/a.png.jpg", { etag: "x", body: Buffer.from("theirs"), metadata: {} });
  store.objects.delete("uploads/a.png");

  const [outcome] = await reconcileKey(store, "a.png", mirrored);

  t.is(outcome?.outcome, "absent");
  t.is(store.shown("a.png.jpg"), "theirs");
});

test("A source that was never there and has no outputs is absent", async (t) => {
  const [outcome] = await reconcileKey(createScriptedStore(), "a.png", mirrored);

  t.deepEqual(outcome, { rendition: "main", outcome: "absent" });
});

for (const call of ["DELETE outputs/a.png.jpg", "HEAD uploads/a.png"]) {
  test(`An upload is put again while its outputs are deleted: it has its outputs in the end (just before ${call})`, async (t) => {
    const store = await storeWithOutputs(onceGone(call, (own) => own.putSource("a.png", "v1")));
    store.objects.delete("uploads/a.png");

    await reconcileKey(store, "a.png", mirrored);

    t.is(store.shown("a.png.jpg"), "v1");
  });
}

test("An output rewritten just before its deletion is reconciled again", async (t) => {
  const store = await storeWithOutputs(
    onceGone("DELETE outputs/a.png.jpg", ({ objects }) => {
      const output = objects.get("outputs/a.png.jpg");
      if (output) objects.set("outputs/a.png.jpg", { ...output, etag: "another" });
    }),
  );
  store.objects.delete("uploads/a.png");

  await reconcileKey(store, "a.png", mirrored);

  t.is(callsOf(store, "DELETE").length, 2);
  t.is(store.shown("a.png.jpg"), undefined);
});

test("An error of a deletion is thrown", async (t) => {
  const store = await storeWithOutputs((call) => {
    if (call.startsWith("DELETE")) throw new Error("S3 is down");
  });
  store.objects.delete("uploads/a.png");

  await t.throwsAsync(reconcileKey(store, "a.png", mirrored), { message: "S3 is down" });
});
