import test from "ava";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { withTiming } from "../../../handler/reconcile/timing.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import {
  compressText,
  createScriptedStore,
  type ScriptedStore,
  settingsWith,
} from "../../helpers/store/scripted-store.ts";

/** Reconciles a source with two renditions over a store whose calls take these milliseconds. */
async function measuresOf(
  milliseconds: Record<string, number>,
  onCall: (call: string, store: ScriptedStore) => void = () => {},
) {
  let clock = 0;
  const store = createScriptedStore((call, own) => {
    onCall(call, own);
    clock += milliseconds[call.split(" ")[0] ?? ""] ?? 0;
  });
  store.putSource("a.png", "v0");
  const compress: typeof compressText = (...given) => {
    clock += milliseconds.compress ?? 0;
    return compressText(...given);
  };
  const tools = withTiming(store, compress, () => clock);
  const renditions = [rendition(), rendition({ name: "web", outputSuffix: "-web" })];
  await reconcile("a.png", settingsWith(renditions), tools.store, tools.compress);
  return tools.measures();
}

test("Reading, compressing and writing are measured apart", async (t) => {
  t.like(await measuresOf({ GET: 3, READ: 4 }), { ReadDuration: 7, CompressDuration: 0, WriteDuration: 0 });
  t.like(await measuresOf({ compress: 5 }), { ReadDuration: 0, CompressDuration: 5, WriteDuration: 0 });
  t.like(await measuresOf({ PUT: 6 }), { ReadDuration: 0, CompressDuration: 0, WriteDuration: 12 });
});

test("A round lost to a faster writer is a conflict", async (t) => {
  const changes = ["v1"];
  const overwrite = (call: string, store: ScriptedStore) => {
    if (call.startsWith("PUT") && changes.length > 0) store.putSource("a.png", changes.pop() ?? "");
  };

  t.is((await measuresOf({})).Conflicts, 0);
  t.is((await measuresOf({}, overwrite)).Conflicts, 1);
});

test("The memory is the process's peak, in mebibytes", async (t) => {
  const { MemoryUsed = 0 } = await measuresOf({});

  t.true(MemoryUsed >= Math.floor(process.memoryUsage.rss() / 1024 ** 2 / 2));
  t.true(MemoryUsed <= Math.ceil(process.resourceUsage().maxRSS / 1024));
});
