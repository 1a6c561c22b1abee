import test from "ava";
import { callsOf, reconcileKey, settingsWith, storeWithOutput } from "../../helpers/store/scripted-store.ts";

const mirrored = settingsWith(undefined, { outputNaming: "append", mirrorDeletions: true });

/** A store with the output of `v0`, whose source became `text` and went to an archive. */
async function storeWithArchived(text: string, settings = settingsWith()) {
  const store = await storeWithOutput("v0");
  await reconcileKey(store, "a.png", settings);
  store.putSource("a.png", text);
  store.archived.add("uploads/a.png");
  store.calls.length = 0;
  return store;
}

test("Outputs made from a source before it was archived are unchanged", async (t) => {
  const store = await storeWithArchived("v0");

  t.deepEqual(await reconcileKey(store), [{ rendition: "main", outcome: "unchanged" }]);
  t.is(callsOf(store, "READ").length, 0);
});

for (const [title, settings, output] of [
  ["", settingsWith(), "a.jpg"],
  [", also where deletions are mirrored", mirrored, "a.png.jpg"],
] as const) {
  test(`An archived source without its outputs is source-archived, and nothing is deleted${title}`, async (t) => {
    const store = await storeWithArchived("v1", settings);

    const [outcome] = await reconcileKey(store, "a.png", settings);

    t.like(outcome, { outcome: "rejected", reason: "source-archived", stale: [output], deleted: [] });
    t.is(store.shown(output), "v0");
    t.deepEqual(
      store.calls.filter((call) => /^(PUT|DELETE|READ) /.test(call)),
      [],
    );
  });
}
