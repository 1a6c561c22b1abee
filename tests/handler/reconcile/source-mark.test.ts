import test from "ava";
import { type Rejection, rejectionReasons } from "../../../contract/rejection.ts";
import { markKey } from "../../../contract/source-mark.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import {
  callsOf,
  compressText,
  createScriptedStore,
  reconcileKey,
  type ScriptedStore,
  settingsWith,
} from "../../helpers/store/scripted-store.ts";

const small = rendition({ name: "small", bucket: "web" });
const marking = settingsWith([rendition(), small], { markSources: true });
const mark = (value: string) => ({ key: markKey, value });
const owner = { key: "owner", value: "ann" };

const look = (store: ScriptedStore) => reconcileKey(store, "a.png", marking);
const tagCalls = (store: ScriptedStore) => store.calls.filter((call) => call.includes(" TAGS "));

/** Looks at a source that has this reason for a rejection. */
function reject(store: ScriptedStore, reason: Rejection["reason"]) {
  return reconcile("a.png", marking, store, async () => ({ reason, detail: "" }));
}

test("a version is marked done after every output was written and the source is still the same", async (t) => {
  const store = createScriptedStore();
  store.putVersion("a.png", "v0", [owner]);

  await look(store);

  t.deepEqual(store.tagsOf("a.png"), { owner: "ann", [markKey]: "done" });
  t.deepEqual(store.calls.slice(-6, -1), [
    "PUT outputs/a.jpg",
    "PUT web/a.jpg",
    "HEAD uploads/a.png",
    "GET TAGS uploads/a.png",
    "PUT TAGS uploads/a.png",
  ]);
});

test("a version whose outputs stood already is marked, and is written no second time", async (t) => {
  const store = createScriptedStore();
  store.putVersion("a.png", "v0");
  await reconcileKey(store, "a.png", settingsWith([rendition(), small]));
  t.deepEqual(store.tagsOf("a.png"), {});

  await look(store);
  await look(store);

  t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
  t.is(callsOf(store, "PUT TAGS").length, 1);
});

test("without the setting, and in a bucket without versions, no tag is read or written", async (t) => {
  const [unset, unversioned] = [createScriptedStore(), createScriptedStore()];
  unset.putVersion("a.png", "v0", [mark("rejected")]);
  unversioned.putSource("a.png", "v0");

  await reconcileKey(unset);
  await look(unversioned);

  t.deepEqual([...tagCalls(unset), ...tagCalls(unversioned)], []);
});

for (const reason of rejectionReasons) {
  const isFault = ["not-an-image", "unsupported-format", "corrupt"].includes(reason);
  test(`a source rejected as ${reason} is ${isFault ? "marked" : "not marked"}`, async (t) => {
    const store = createScriptedStore();
    store.putVersion("a.png", "v0");

    await reject(store, reason);

    t.deepEqual(store.tagsOf("a.png"), isFault ? { [markKey]: "rejected" } : {});
  });
}

test("An upload comes with our mark, by a copy or from its uploader: the mark is off before its outputs are written", async (t) => {
  const store = createScriptedStore((call) => {
    if (call === "PUT outputs/a.jpg") throw new Error("S3 is down");
  });
  store.putVersion("a.png", "v0", [mark("done"), owner]);

  await t.throwsAsync(look(store), { message: "S3 is down" });

  t.deepEqual(store.tagsOf("a.png"), { owner: "ann" });
});

test("a mark that a rejected version came with is taken off, whatever it says", async (t) => {
  for (const value of ["done", "rejected", "anything"]) {
    const store = createScriptedStore();
    store.putVersion("a.png", "v0", [mark(value)]);

    await reject(store, "too-many-pixels");

    t.deepEqual(store.tagsOf("a.png"), {}, value);
  }
});

test("done stays where outputs of the version stand, although new settings reject it or are not met yet", async (t) => {
  const store = createScriptedStore();
  store.putVersion("a.png", "v0");
  await look(store);
  const renditions = [rendition({ quality: 1 }), { ...small, quality: 1 }];
  const changed = { ...marking, renditions };
  store.calls.length = 0;

  await reconcile("a.png", changed, store, async () => ({ reason: "corrupt", detail: "" }));
  const afterRejection = store.tagsOf("a.png");
  await reconcileKey(store, "a.png", changed);

  t.deepEqual([afterRejection, store.tagsOf("a.png")], [{ [markKey]: "done" }, { [markKey]: "done" }]);
  t.deepEqual(callsOf(store, "PUT TAGS"), []);
});

test("done never becomes rejected, also where another worker marked the version meanwhile", async (t) => {
  const store = createScriptedStore((call, own) => {
    const source = own.objects.get("uploads/a.png");
    if (call === "GET TAGS uploads/a.png" && source !== undefined) source.tags = [mark("done")];
  });
  store.putVersion("a.png", "v0");

  await reject(store, "corrupt");

  t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
});

test("a picture that has an output is not marked as rejected", async (t) => {
  const store = createScriptedStore();
  store.putVersion("a.png", "v0");
  await reconcileKey(store, "a.png", settingsWith([rendition({ quality: 1 })]));

  await reject(store, "corrupt");

  t.deepEqual(store.tagsOf("a.png"), {});
});

test("rejected becomes done when the function can read the file", async (t) => {
  const store = createScriptedStore();
  store.putVersion("a.png", "v0");
  await reject(store, "unsupported-format");

  await look(store);

  t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
});

test("An upload has ten tags of somebody else: it keeps them, never expires, and is counted", async (t) => {
  const tags = Array.from({ length: 10 }, (_, at) => ({ key: `k${at}`, value: "v" }));
  const store = createScriptedStore();
  store.putVersion("a.png", "v0", tags);

  const outcomes = await look(store);

  t.deepEqual(
    outcomes.map(({ outcome, unmarkable }) => [outcome, unmarkable]),
    [
      ["compressed", true],
      ["compressed", true],
    ],
  );
  t.deepEqual(
    Object.keys(store.tagsOf("a.png")),
    tags.map(({ key }) => key),
  );
  t.deepEqual(callsOf(store, "PUT TAGS"), []);
});

test("a tag that others write while the image is compressed stays", async (t) => {
  const store = createScriptedStore((call, own) => {
    const source = own.objects.get("uploads/a.png");
    if (call === "PUT outputs/a.jpg" && source !== undefined) source.tags = [owner];
  });
  store.putVersion("a.png", "v0");

  await look(store);

  t.deepEqual(store.tagsOf("a.png"), { owner: "ann", [markKey]: "done" });
});

for (const call of ["GET TAGS uploads/a.png", "PUT TAGS uploads/a.png"]) {
  test(`a version that is gone before ${call} leads to another round, which marks the new one`, async (t) => {
    const versions = ["v1"];
    const store = createScriptedStore((now, own) => {
      const next = now === call ? versions.pop() : undefined;
      if (next !== undefined) own.putVersion("a.png", next);
    });
    store.putVersion("a.png", "v0");

    await look(store);

    t.is(store.shown("a.jpg"), "v1");
    t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
  });

  test(`a failure of ${call} fails the look, which the next one mends`, async (t) => {
    const failures = [new Error("S3 is down")];
    const store = createScriptedStore((now) => {
      const failure = now === call ? failures.pop() : undefined;
      if (failure !== undefined) throw failure;
    });
    store.putVersion("a.png", "v0");

    await t.throwsAsync(look(store), { message: "S3 is down" });
    t.deepEqual(store.tagsOf("a.png"), {});
    await look(store);

    t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
  });
}

test("a source that went from one content to another is marked in the round that agrees with it", async (t) => {
  const versions = ["v1"];
  const store = createScriptedStore((call, own) => {
    const next = call === "PUT web/a.jpg" ? versions.pop() : undefined;
    if (next !== undefined) own.putVersion("a.png", next, [mark("done")]);
  });
  store.putVersion("a.png", "v0");

  await reconcile("a.png", marking, store, compressText);

  t.is(store.shown("a.jpg", "web"), "v1");
  t.is(callsOf(store, "PUT TAGS").length, 2);
  t.deepEqual(store.tagsOf("a.png"), { [markKey]: "done" });
});
