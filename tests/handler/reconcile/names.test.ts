import test from "ava";
import { rendition } from "../../helpers/images/renditions.ts";
import {
  callsOf,
  createScriptedStore,
  reconcileKey,
  settingsWith,
  storeWithOutput,
} from "../../helpers/store/scripted-store.ts";

for (const order of [
  ["a.png", "a.jpeg", "a.jpg"],
  ["a.png", "a.jpg", "a.jpeg"],
  ["a.jpeg", "a.png", "a.jpg"],
  ["a.jpeg", "a.jpg", "a.png"],
  ["a.jpg", "a.png", "a.jpeg"],
  ["a.jpg", "a.jpeg", "a.png"],
] as const) {
  test(`${order.join(", ")}, one after the other, keep their outputs apart`, async (t) => {
    const store = createScriptedStore();
    for (const key of order) {
      store.putSource(key, `of ${key}`);
      await reconcileKey(store, key);
    }
    for (const key of order) await reconcileKey(store, key);

    const expected = { "a.jpg": order[0], [`${order[1]}.jpg`]: order[1], [`${order[2]}.jpg`]: order[2] };
    for (const [name, source] of Object.entries(expected)) t.is(store.shown(name), `of ${source}`);
    t.is(store.objects.size, 6);
  });
}

test("Three sources of one short name keep their outputs apart when they come together", async (t) => {
  const store = createScriptedStore();
  const keys = ["a.png", "a.jpeg", "a.jpg"];
  for (const key of keys) store.putSource(key, `of ${key}`);

  await Promise.all([...keys, ...keys].map((key) => reconcileKey(store, key)));

  const shown = [...store.objects.keys()]
    .filter((name) => name.startsWith("outputs/"))
    .map((name) => store.shown(name.slice(8)));
  t.deepEqual(shown.sort(), ["of a.jpeg", "of a.jpg", "of a.png"]);
});

test("A long name stays when the short one becomes free", async (t) => {
  const store = createScriptedStore();
  for (const key of ["a.jpeg", "a.png"]) {
    store.putSource(key, `of ${key}`);
    await reconcileKey(store, key);
  }
  store.objects.delete("outputs/a.jpg");
  store.putSource("a.png", "v1");

  await reconcileKey(store);

  t.is(store.shown("a.jpg"), undefined);
  t.is(store.shown("a.png.jpg"), "v1");
});

test("A source that owns both names has both written", async (t) => {
  const store = await storeWithOutput();
  const short = store.objects.get("outputs/a.jpg");
  if (short) store.objects.set("outputs/a.png.jpg", short);
  store.putSource("a.png", "v1");

  const [outcome] = await reconcileKey(store);

  t.deepEqual([store.shown("a.jpg"), store.shown("a.png.jpg")], ["v1", "v1"]);
  t.like(outcome, { outputs: ["a.jpg", "a.png.jpg"], collision: false });
});

test("Objects of others are never overwritten, and a source without a free name is rejected", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  for (const name of ["a.jpg", "a.png.jpg"])
    store.objects.set(`outputs/${name}`, { etag: "x", body: Buffer.from("theirs"), metadata: {} });

  const outcomes = await reconcileKey(store);

  t.deepEqual(outcomes, [
    {
      rendition: "main",
      outcome: "rejected",
      stale: [],
      deleted: [],
      reason: "output-key-taken",
      detail: "owned by others: a.jpg, a.png.jpg",
    },
  ]);
  t.deepEqual([callsOf(store, "READ"), callsOf(store, "PUT")], [[], []]);
});

test("Two renditions of one source in one bucket never take each other's name", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  const settings = settingsWith([rendition(), rendition({ name: "small", scale: 0.1 })]);

  await reconcileKey(store, "a.png", settings);
  store.putSource("a.png", "v1");
  await reconcileKey(store, "a.png", settings);

  const owners = ["a.jpg", "a.png.jpg"].map(
    (name) => store.objects.get(`outputs/${name}`)?.metadata.rendition,
  );
  t.deepEqual(owners.sort(), ["main", "small"]);
  t.deepEqual([store.shown("a.jpg"), store.shown("a.png.jpg")], ["v1", "v1"]);
});
