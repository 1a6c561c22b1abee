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

onEngine("all options changed at once, there and back, replace only the layer", async (t) => {
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

  for (const changes of [there, back]) {
    t.deepEqual(
      names(changes, (step) => step !== "update"),
      ["images-sharp"],
    );
    t.true(Object.keys(changes).length > 10);
  }
});

test("no row of the table replaces or deletes what must be kept", (t) => {
  const replaced = Object.values(optionChanges).flatMap(({ replaces = [] }) => replaces);

  t.deepEqual(
    replaced.filter((child) => keepers.includes(child)),
    [],
  );
});

function expected(): Record<string, Changes> {
  return Object.fromEntries(
    Object.entries(optionChanges).map(([option, { updates, replaces = [] }]) => [
      option,
      Object.fromEntries([
        ...updates.map((child) => [`images-${child}`, "update"]),
        ...replaces.map((child) => [`images-${child}`, "replace"]),
      ]),
    ]),
  );
}

function names(changes: Changes, include: (step: string) => boolean): string[] {
  return Object.keys(changes).filter((name) => include(changes[name] ?? ""));
}
