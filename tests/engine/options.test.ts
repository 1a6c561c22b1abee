import test from "ava";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import {
  type Changes,
  inlineStack,
  onEngine,
  previewChanges,
  startEngine,
  upChanges,
} from "../helpers/engine.ts";
import { optionChanges } from "./option-changes.ts";

/** What must never be lost: originals, their outputs, events that failed, and what is known of them. */
const keepers = ["source", "output", "dead-letters", "compressor-logs"];

onEngine("each option changed alone changes exactly the resources that the table names", async (t) => {
  const engine = await startEngine(t);
  let args: ImageCompressionPipelineArgs = {};
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", args);
  });
  await upChanges(stack);

  const seen: Record<string, Changes> = {};
  for (const [option, { to }] of Object.entries(optionChanges)) {
    args = to;
    seen[option] = await previewChanges(stack);
  }

  t.deepEqual(seen, expected());
});

onEngine(
  "all options changed at once, there and back, replace only the layer, and `web` alone comes and goes",
  async (t) => {
    const engine = await startEngine(t);
    const changed = Object.assign({}, ...Object.values(optionChanges).map(({ to }) => to));
    let args: ImageCompressionPipelineArgs = {};
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);

    args = changed;
    const there = await upChanges(stack);
    args = {};
    const back = await upChanges(stack);

    const web = optionChanges.web.creates?.map((child) => `images-${child}`);
    t.deepEqual(names(there, "create"), web);
    t.deepEqual(names(back, "delete"), web);
    for (const changes of [there, back]) {
      t.deepEqual(names(changes, "replace"), ["images-sharp"]);
      t.true(names(changes, "update").length > 10);
      t.is(new Set(Object.values(changes)).size, 3);
    }
  },
);

test("no row of the table replaces or deletes what must be kept", (t) => {
  const replaced = Object.values(optionChanges).flatMap(({ replaces = [] }) => replaces);

  t.deepEqual(
    replaced.filter((child) => keepers.includes(child)),
    [],
  );
});

function expected(): Record<string, Changes> {
  return Object.fromEntries(
    Object.entries(optionChanges).map(([option, { updates, replaces = [], creates = [] }]) => [
      option,
      Object.fromEntries([
        ...creates.map((child) => [`images-${child}`, "create"]),
        ...updates.map((child) => [`images-${child}`, "update"]),
        ...replaces.map((child) => [`images-${child}`, "replace"]),
      ]),
    ]),
  );
}

function names(changes: Changes, step: string): string[] {
  return Object.keys(changes)
    .filter((name) => changes[name] === step)
    .sort();
}
