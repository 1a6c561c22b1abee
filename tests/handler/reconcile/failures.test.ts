import test from "ava";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import {
  callsOf,
  createScriptedStore,
  reconcileKey,
  settingsWith,
} from "../../helpers/store/scripted-store.ts";

test("An error of one write is thrown only when every write has answered", async (t) => {
  const answer = Promise.withResolvers<void>();
  const store = createScriptedStore(async (call) => {
    if (call === "PUT outputs/a.jpg") throw new Error("S3 is down");
    if (call === "PUT web/a.jpg") await answer.promise;
  });
  store.putSource("a.png", "v0");
  let thrown: unknown;

  const work = reconcileKey(
    store,
    "a.png",
    settingsWith([rendition(), rendition({ name: "small", bucket: "web" })]),
  ).catch((error) => {
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
  test(`An error of S3 is thrown, and a source that was opened is discarded (${failing})`, async (t) => {
    const store = createScriptedStore((call) => {
      if (call === failing) throw new Error("S3 is down");
    });
    store.putSource("a.png", "v0");

    await t.throwsAsync(reconcileKey(store), { message: "S3 is down" });

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
