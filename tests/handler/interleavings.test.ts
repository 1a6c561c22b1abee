import test from "ava";
import { reconcile } from "../../handler/reconcile.ts";
import { interleave } from "../helpers/interleavings.ts";
import {
  compressText,
  createScriptedStore,
  type ScriptedStore,
  settingsWith,
} from "../helpers/scripted-store.ts";

const names = ["a.jpg", "a.png.jpg"];
const once = (text: string | undefined) => ({ text, events: 1 });
const twice = (text: string | undefined) => ({ text, events: 2 });

async function emptyStore(): Promise<ScriptedStore> {
  return createScriptedStore();
}

/** A store whose source owns both of its names, as an old race may have left it. */
async function storeWithBothNames(): Promise<ScriptedStore> {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");
  await reconcile("a.png", settingsWith(), store, compressText);
  const output = store.objects.get("outputs/a.jpg");
  if (output) store.objects.set("outputs/a.png.jpg", output);
  return store;
}

for (const { title, start, changes, outputNaming, outputs, losses } of [
  {
    title: "a first upload and its duplicate",
    start: emptyStore,
    changes: [twice("v0")],
    outputNaming: "replace",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v0, v1 and v0 again, each event once",
    start: emptyStore,
    changes: [once("v0"), once("v1"), once("v0")],
    outputNaming: "append",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v0, v1 twice and v0 again",
    start: emptyStore,
    changes: [once("v0"), twice("v1"), once("v0")],
    outputNaming: "append",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v0 twice, v1 and v0 again",
    start: emptyStore,
    changes: [twice("v0"), once("v1"), once("v0")],
    outputNaming: "append",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v0, nothing and v1",
    start: emptyStore,
    changes: [once("v0"), once(undefined), once("v1")],
    outputNaming: "append",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v0 and v1 with two names to choose from",
    start: emptyStore,
    changes: [once("v0"), once("v1")],
    outputNaming: "replace",
    outputs: 1,
    losses: 0,
  },
  {
    title: "v1 and v0 again with two names owned",
    start: storeWithBothNames,
    changes: [once("v1"), once("v0")],
    outputNaming: "replace",
    outputs: 2,
    losses: 0,
  },
  {
    // A write that is late by more than its event's next delivery can still undo v1 and v0 again: ETags tell bodies only.
    title: "v0 and v1, with a write that arrives when its worker has given it up",
    start: emptyStore,
    changes: [once("v0"), once("v1")],
    outputNaming: "append",
    outputs: 1,
    losses: 1,
  },
] as const) {
  test(`Two workers leave outputs of the last source in any order of their steps: ${title}`, async (t) => {
    const settings = settingsWith(undefined, { outputNaming });
    const shown = Array(outputs).fill(changes.at(-1)?.text);

    const states = await interleave(start, { changes: [...changes], losses }, settings, (store) => {
      t.deepEqual(
        names.map((name) => store.shown(name)).filter((text) => text !== undefined),
        shown,
      );
    });

    t.true(states > 50);
    t.log(`${states} states`);
  });
}
