import test from "ava";
import { reconcile } from "../../handler/reconcile.ts";
import { rendition } from "../helpers/renditions.ts";
import {
  compressText,
  createScriptedStore,
  type ScriptedStore,
  settingsWith,
} from "../helpers/scripted-store.ts";

const look = (store: ScriptedStore, key = "a.png", settings = settingsWith()) =>
  reconcile(key, settings, store, compressText);

const callsOf = (store: ScriptedStore, method: string) =>
  store.calls.filter((call) => call.startsWith(`${method} `));

/** A store whose source `a.png` shows `text`, and whose output shows it too. */
async function settledStore(
  text = "v0",
  before?: Parameters<typeof createScriptedStore>[0],
): Promise<ScriptedStore> {
  const store = createScriptedStore(before);
  store.putSource("a.png", text);
  await look(store);
  store.calls.length = 0;
  return store;
}

test("A first upload is written with what its recipe says, on condition that nobody has the name", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  const recipe = rendition({ format: "webp", cacheControl: "max-age=9", objectTags: { team: "x" } });

  const outcomes = await look(store, "a.png", settingsWith([recipe]));

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
  const store = await settledStore();

  const outcomes = await look(store);

  t.deepEqual(outcomes, [{ rendition: "main", outcome: "unchanged" }]);
  t.deepEqual([callsOf(store, "READ"), callsOf(store, "PUT")], [[], []]);
  t.is(callsOf(store, "DISCARD").length, 1);
});

test("The same event twice writes once, also when both are looked at together", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  const outcomes = await Promise.all([look(store), look(store)]);

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

test("HEADs of the outputs come before the GET of the source, and a HEAD of the source at the end", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  await look(store);

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

for (const moment of ["READ uploads/a.png", "PUT outputs/a.jpg", "HEAD uploads/a.png"]) {
  test(`A source that changes just before ${moment} is compressed again`, async (t) => {
    const changes = ["v1"];
    const store = createScriptedStore((call, own) => {
      const change = call === moment ? changes.pop() : undefined;
      if (change !== undefined) own.putSource("a.png", change);
    });
    store.putSource("a.png", "v0");

    await look(store);

    t.is(store.shown("a.jpg"), "v1");
    t.is(callsOf(store, "DISCARD").length, 2);
  });
}

test("A source that is deleted while it is compressed leaves a stale output that is reported", async (t) => {
  const store = createScriptedStore((call, own) => {
    if (call === "PUT outputs/a.jpg") own.objects.delete("uploads/a.png");
  });
  store.putSource("a.png", "v0");

  t.deepEqual(await look(store), [{ rendition: "main", outcome: "stale", stale: ["a.jpg"] }]);
});

test("An output that is deleted between HEAD and PUT is written in the next round", async (t) => {
  const store = await settledStore("v0", (call, own) => {
    if (call === "PUT outputs/a.jpg") own.objects.delete("outputs/a.jpg");
  });
  store.putSource("a.png", "v1");

  await look(store);

  t.is(store.shown("a.jpg"), "v1");
});

test("A name that somebody else takes between HEAD and PUT is left to them", async (t) => {
  const store = createScriptedStore((call, own) => {
    if (call === "PUT outputs/a.jpg")
      own.objects.set("outputs/a.jpg", { etag: "x", body: Buffer.from("theirs"), metadata: {} });
  });
  store.putSource("a.png", "v0");

  const [outcome] = await look(store);

  t.is(store.shown("a.jpg"), "theirs");
  t.is(store.shown("a.png.jpg"), "v0");
  t.like(outcome, { outcome: "compressed", outputs: ["a.png.jpg"], collision: true });
});

test("A source that goes from v0 to v1 and back while v1 is written shows v0", async (t) => {
  const store = await settledStore("v0");
  store.putSource("a.png", "v1");
  const slow = createSlowWriter(store);

  store.putSource("a.png", "v0");
  const [second] = await look(store);
  slow.write();
  await slow.done;

  t.is(second?.outcome, "unchanged");
  t.is(store.shown("a.jpg"), "v0");
});

/** A worker that has read the source as it is now, and writes when it is told. */
function createSlowWriter(store: ScriptedStore) {
  const { promise: told, resolve: write } = Promise.withResolvers<void>();
  const text = store.objects.get("uploads/a.png")?.body.toString();
  const done = reconcile("a.png", settingsWith(), store, async (...image) => {
    if (image[0].toString() === text) await told;
    return compressText(...image);
  });
  return { write, done };
}

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
      await look(store, key);
    }
    for (const key of order) await look(store, key);

    const expected = { "a.jpg": order[0], [`${order[1]}.jpg`]: order[1], [`${order[2]}.jpg`]: order[2] };
    for (const [name, source] of Object.entries(expected)) t.is(store.shown(name), `of ${source}`);
    t.is(store.objects.size, 6);
  });
}

test("Three sources of one short name keep their outputs apart when they come together", async (t) => {
  const store = createScriptedStore();
  const keys = ["a.png", "a.jpeg", "a.jpg"];
  for (const key of keys) store.putSource(key, `of ${key}`);

  await Promise.all([...keys, ...keys].map((key) => look(store, key)));

  const shown = [...store.objects.keys()]
    .filter((name) => name.startsWith("outputs/"))
    .map((name) => store.shown(name.slice(8)));
  t.deepEqual(shown.sort(), ["of a.jpeg", "of a.jpg", "of a.png"]);
});

test("A long name stays when the short one becomes free", async (t) => {
  const store = createScriptedStore();
  for (const key of ["a.jpeg", "a.png"]) {
    store.putSource(key, `of ${key}`);
    await look(store, key);
  }
  store.objects.delete("outputs/a.jpg");
  store.putSource("a.png", "v1");

  await look(store);

  t.is(store.shown("a.jpg"), undefined);
  t.is(store.shown("a.png.jpg"), "v1");
});

test("A source that owns both names has both written", async (t) => {
  const store = await settledStore();
  const short = store.objects.get("outputs/a.jpg");
  if (short) store.objects.set("outputs/a.png.jpg", short);
  store.putSource("a.png", "v1");

  const [outcome] = await look(store);

  t.deepEqual([store.shown("a.jpg"), store.shown("a.png.jpg")], ["v1", "v1"]);
  t.like(outcome, { outputs: ["a.jpg", "a.png.jpg"], collision: false });
});

test("What others have written is never overwritten, and where all names are theirs it is a rejection", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  for (const name of ["a.jpg", "a.png.jpg"])
    store.objects.set(`outputs/${name}`, { etag: "x", body: Buffer.from("theirs"), metadata: {} });

  const outcomes = await look(store);

  t.deepEqual(outcomes, [
    {
      rendition: "main",
      outcome: "rejected",
      stale: [],
      reason: "output-key-taken",
      detail: "owned by others: a.jpg, a.png.jpg",
    },
  ]);
  t.deepEqual([callsOf(store, "READ"), callsOf(store, "PUT")], [[], []]);
});

test("A key whose every output key is too long is a rejection, and its source is not read", async (t) => {
  const store = createScriptedStore();
  const key = "a".repeat(1024);
  store.putSource(key, "v0");

  const outcomes = await look(store, key);

  t.like(outcomes, [{ outcome: "rejected", reason: "key-too-long", stale: [] }]);
  t.is(callsOf(store, "READ").length, 0);
});

test("Without a source there is nothing to do, or an output that no longer shows anything", async (t) => {
  t.deepEqual(await look(createScriptedStore()), [{ rendition: "main", outcome: "absent" }]);

  const store = await settledStore();
  store.objects.delete("uploads/a.png");

  t.deepEqual(await look(store), [{ rendition: "main", outcome: "stale", stale: ["a.jpg"] }]);
  t.is(store.shown("a.jpg"), "v0");
});

test("A rejected source leaves its older output as it was and reports it", async (t) => {
  const store = await settledStore();
  store.putSource("a.png", "bad v1");

  const outcomes = await look(store);

  t.deepEqual(outcomes, [
    { rendition: "main", outcome: "rejected", stale: ["a.jpg"], reason: "corrupt", detail: "bad v1" },
  ]);
  t.is(store.shown("a.jpg"), "v0");
});

test("A source of too many bytes is rejected by its headers", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v".repeat(9));

  const outcomes = await look(
    store,
    "a.png",
    settingsWith(undefined, { limits: { maxBytes: 8, maxPixels: 1, maxFrames: 1 } }),
  );

  t.like(outcomes, [{ outcome: "rejected", reason: "too-many-bytes" }]);
  t.deepEqual(callsOf(store, "READ"), []);
  t.is(callsOf(store, "DISCARD").length, 1);
});

test("Other settings write an unchanged source again, over the output that was there", async (t) => {
  const store = await settledStore();
  const before = store.objects.get("outputs/a.jpg")?.metadata;

  const [outcome] = await look(store, "a.png", settingsWith([rendition({ quality: 1 })]));

  t.like(outcome, { outcome: "compressed", outputs: ["a.jpg"], collision: false });
  t.notDeepEqual(store.objects.get("outputs/a.jpg")?.metadata, before);
});

const small = rendition({ name: "small", bucket: "web", scale: 0.1 });

test("All renditions come from one reading of the source", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  const outcomes = await look(store, "a.png", settingsWith([rendition(), small]));

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

test("A rendition that agrees is left alone when another one is written", async (t) => {
  const store = await settledStore();

  const outcomes = await look(store, "a.png", settingsWith([rendition(), small]));

  t.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ["unchanged", "compressed"],
  );
  t.deepEqual(callsOf(store, "PUT"), ["PUT web/a.jpg"]);
});

test("Two renditions of one source in one bucket never take each other's name", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  const settings = settingsWith([rendition(), rendition({ name: "small", scale: 0.1 })]);

  await look(store, "a.png", settings);
  store.putSource("a.png", "v1");
  await look(store, "a.png", settings);

  const owners = ["a.jpg", "a.png.jpg"].map(
    (name) => store.objects.get(`outputs/${name}`)?.metadata.rendition,
  );
  t.deepEqual(owners.sort(), ["main", "small"]);
  t.deepEqual([store.shown("a.jpg"), store.shown("a.png.jpg")], ["v1", "v1"]);
});

test("An error of one write is thrown only when every write has answered", async (t) => {
  const answer = Promise.withResolvers<void>();
  const store = createScriptedStore(async (call) => {
    if (call === "PUT outputs/a.jpg") throw new Error("S3 is down");
    if (call === "PUT web/a.jpg") await answer.promise;
  });
  store.putSource("a.png", "v0");
  let thrown: unknown;

  const work = look(store, "a.png", settingsWith([rendition(), small])).catch((error) => {
    thrown = error;
  });
  await new Promise(setImmediate);
  t.is(thrown, undefined);
  answer.resolve();
  await work;

  t.like(thrown, { message: "S3 is down" });
  t.is(store.shown("a.jpg", "web"), "v0");
});

for (const failing of [
  "HEAD outputs/a.jpg",
  "GET uploads/a.png",
  "READ uploads/a.png",
  "PUT outputs/a.jpg",
  "HEAD uploads/a.png",
]) {
  test(`An error of ${failing} is thrown, and a source that was opened is discarded`, async (t) => {
    const store = createScriptedStore((call) => {
      if (call === failing) throw new Error("S3 is down");
    });
    store.putSource("a.png", "v0");

    await t.throwsAsync(look(store), { message: "S3 is down" });

    const isOpened = !["HEAD outputs/a.jpg", "GET uploads/a.png"].includes(failing);
    t.is(callsOf(store, "DISCARD").length, isOpened ? 1 : 0);
  });
}

test("An error of this machine while compressing is thrown, and the source is discarded", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  const work = reconcile("a.png", settingsWith(), store, async () => {
    throw new Error("out of memory");
  });

  await t.throwsAsync(work, { message: "out of memory" });
  t.is(callsOf(store, "DISCARD").length, 1);
});

test("A source that changes in each of five rounds is given up with an error", async (t) => {
  let version = 0;
  const store = createScriptedStore((call, own) => {
    version += 1;
    if (call === "HEAD uploads/a.png") own.putSource("a.png", `v${version}`);
  });
  store.putSource("a.png", "v0");

  await t.throwsAsync(look(store), { message: "The source or its outputs changed in each of 5 rounds" });

  t.is(callsOf(store, "DISCARD").length, 5);
});
