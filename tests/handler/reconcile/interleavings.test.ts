import test from "ava";
import { interleave } from "../../helpers/store/interleavings.ts";
import { createScriptedStore, type ScriptedStore, settingsWith } from "../../helpers/store/scripted-store.ts";

const names = ["a.jpg", "a.png.jpg"];
const once = (text: string | undefined) => ({ text, events: 1 });
const twice = (text: string | undefined) => ({ text, events: 2 });

async function emptyStore(): Promise<ScriptedStore> {
  return createScriptedStore();
}

for (const { title, changes, outputNaming, losses } of [
  {
    title: "a first upload and its duplicate",
    changes: [twice("v0")],
    outputNaming: "replace",
    losses: 0,
  },
  {
    title: "v0, v1 and v0 again, each event once",
    changes: [once("v0"), once("v1"), once("v0")],
    outputNaming: "append",
    losses: 0,
  },
  {
    title: "v0, v1 twice and v0 again",
    changes: [once("v0"), twice("v1"), once("v0")],
    outputNaming: "append",
    losses: 0,
  },
  {
    title: "v0 twice, v1 and v0 again",
    changes: [twice("v0"), once("v1"), once("v0")],
    outputNaming: "append",
    losses: 0,
  },
  {
    title: "v0, nothing and v1",
    changes: [once("v0"), once(undefined), once("v1")],
    outputNaming: "append",
    losses: 0,
  },
  {
    title: "v0 and v1 with two names to choose from",
    changes: [once("v0"), once("v1")],
    outputNaming: "replace",
    losses: 0,
  },
  {
    // A write arriving after its event's next delivery can still undo v1 and v0 again: ETags identify
    // bodies only.
    title: "v0 and v1, with a write that arrives when its worker has given it up",
    changes: [once("v0"), once("v1")],
    outputNaming: "append",
    losses: 1,
  },
] as const) {
  test(`Two workers leave outputs of the last source in any order of their steps: ${title}`, async (t) => {
    const settings = settingsWith(undefined, { outputNaming });
    const shown = [changes.at(-1)?.text];

    const states = await interleave(emptyStore, { changes: [...changes], losses }, settings, (store) => {
      t.deepEqual(
        names.map((name) => store.shown(name)).filter((text) => text !== undefined),
        shown,
      );
    });

    t.true(states > 50);
    t.log(`${states} states`);
  });
}
