import test from "ava";
import { compress } from "../../../handler/image/compress.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { green, noise, solid } from "../../helpers/images/images.ts";
import { limits, rendition } from "../../helpers/images/renditions.ts";
import {
  callsOf,
  createScriptedStore,
  reconcileKey,
  settingsWith,
  storeWithOutput,
} from "../../helpers/store/scripted-store.ts";

setUpSharp(1769);

test("A first upload is written by its recipe, on condition that the name is free", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  const recipe = rendition({ format: "webp", cacheControl: "max-age=9", objectTags: { team: "x" } });

  const outcomes = await reconcileKey(store, "a.png", settingsWith([recipe]));

  t.like(store.objects.get("outputs/a.webp")?.output, {
    contentType: "image/webp",
    cacheControl: "max-age=9",
    tags: { team: "x" },
    metadata: { "source-bucket": "uploads", "source-key": "a.png", rendition: "main" },
  });
  t.deepEqual(outcomes, [
    {
      rendition: "main",
      outcome: "compressed",
      outputs: ["a.webp"],
      collision: false,
      bytesIn: 2,
      bytesOut: 8,
      width: 1,
      height: 1,
    },
  ]);
});

test("A source that did not change is not read, and nothing is written", async (t) => {
  const store = await storeWithOutput();

  const outcomes = await reconcileKey(store);

  t.deepEqual(outcomes, [{ rendition: "main", outcome: "unchanged" }]);
  t.deepEqual([callsOf(store, "READ"), callsOf(store, "PUT")], [[], []]);
  t.is(callsOf(store, "DISCARD").length, 1);
});

test("HEADs of the outputs come before the GET of the source, and a HEAD of the source at the end", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  await reconcileKey(store);

  t.deepEqual(store.calls, [
    "HEAD outputs/a.jpg",
    "HEAD outputs/a.png.jpg",
    "GET uploads/a.png",
    "READ uploads/a.png",
    "PUT outputs/a.jpg",
    "HEAD uploads/a.png",
    "DISCARD uploads/a.png",
  ]);
});

test("A key whose every output key is too long is a rejection, and its source is not read", async (t) => {
  const store = createScriptedStore();
  const key = "a".repeat(1024);
  store.putSource(key, "v0");

  const outcomes = await reconcileKey(store, key);

  t.like(outcomes, [{ outcome: "rejected", reason: "key-too-long", stale: [] }]);
  t.is(callsOf(store, "READ").length, 0);
});

test("Without a source the outcome is absent, or stale where an output remains", async (t) => {
  t.deepEqual(await reconcileKey(createScriptedStore()), [{ rendition: "main", outcome: "absent" }]);

  const store = await storeWithOutput();
  store.objects.delete("uploads/a.png");

  t.deepEqual(await reconcileKey(store), [{ rendition: "main", outcome: "stale", stale: ["a.jpg"] }]);
  t.is(store.shown("a.jpg"), "v0");
});

for (const [reason, make] of Object.entries({
  "not-an-image": async () => Buffer.from("no image"),
  corrupt: async () => (await noise(64).jpeg().toBuffer()).subarray(0, -1000),
  "too-many-pixels": () => solid(green, 1001).png().toBuffer(),
  "too-many-bytes": async () => Buffer.alloc(limits.maxBytes + 1),
})) {
  test(`An upload is not an image, is broken or is too large: it is rejected with a reason and stays where it is, and so do its older outputs (${reason})`, async (t) => {
    const store = await storeWithOutput();
    const body = await make();
    store.objects.set("uploads/a.png", { etag: "v1", body, metadata: {} });

    const [outcome] = await reconcile("a.png", settingsWith(), store, compress);

    t.like(outcome, { outcome: "rejected", reason, stale: ["a.jpg"], deleted: [] });
    t.is(store.objects.get("uploads/a.png")?.body, body);
    t.is(store.shown("a.jpg"), "v0");
    t.deepEqual([...callsOf(store, "PUT"), ...callsOf(store, "DELETE")], []);
  });
}

test("A source of too many bytes is rejected by its headers", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v".repeat(9));

  const outcomes = await reconcileKey(
    store,
    "a.png",
    settingsWith(undefined, { limits: { maxBytes: 8, maxPixels: 1, maxFrames: 1, memoryMiB: 1769 } }),
  );

  t.like(outcomes, [{ outcome: "rejected", reason: "too-many-bytes" }]);
  t.deepEqual(callsOf(store, "READ"), []);
  t.is(callsOf(store, "DISCARD").length, 1);
});

test("Settings change: the next event of an upload makes its outputs again", async (t) => {
  const store = await storeWithOutput();
  const before = store.objects.get("outputs/a.jpg")?.metadata;

  const [outcome] = await reconcileKey(store, "a.png", settingsWith([rendition({ quality: 1 })]));

  t.like(outcome, { outcome: "compressed", outputs: ["a.jpg"], collision: false });
  t.notDeepEqual(store.objects.get("outputs/a.jpg")?.metadata, before);
});

const small = rendition({ name: "small", bucket: "web", scale: 0.1 });

test("All renditions come from one reading of the source", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  const outcomes = await reconcileKey(store, "a.png", settingsWith([rendition(), small]));

  t.deepEqual(
    outcomes.map(({ rendition: name, outcome }) => [name, outcome]),
    [
      ["main", "compressed"],
      ["small", "compressed"],
    ],
  );
  t.is(callsOf(store, "READ").length, 1);
  t.deepEqual([store.shown("a.jpg"), store.shown("a.jpg", "web")], ["v0", "v0"]);
});

test("A current rendition is left alone when another one is written", async (t) => {
  const store = await storeWithOutput();

  const outcomes = await reconcileKey(store, "a.png", settingsWith([rendition(), small]));

  t.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ["unchanged", "compressed"],
  );
  t.deepEqual(callsOf(store, "PUT"), ["PUT web/a.jpg"]);
});
