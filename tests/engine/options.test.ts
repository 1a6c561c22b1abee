import test from "ava";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import {
  type Changes,
  inlineStack,
  onEngine,
  previewChanges,
  startEngine,
  upChanges,
} from "../helpers/engine/engine.ts";
import { putExisting } from "./existing.ts";
import { allOptions, type OptionChange, optionChanges } from "./option-changes.ts";

/** The children never to lose: originals, outputs, failed events and the log about them. */
const keepers = ["source", "output", "dead-letters", "compressor-logs"];

onEngine("each option changed alone changes exactly the resources that the table names", async (t) => {
  const engine = await startEngine(t);
  putExisting(engine.account);
  let args: ImageCompressionPipelineArgs = {};
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", args);
  });

  const seen: Record<string, Changes> = {};
  for (const [beside, options] of groups()) {
    args = beside;
    await upChanges(stack);
    for (const [option, { to }] of options) {
      args = { ...beside, ...to };
      seen[option] = await previewChanges(stack);
    }
  }

  t.deepEqual(seen, expected());
});

onEngine(
  "all options changed at once, and back, replace only the layer, and create and delete only their own resources",
  async (t) => {
    const engine = await startEngine(t);
    putExisting(engine.account);
    let args: ImageCompressionPipelineArgs = {};
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);

    args = allOptions["every-option"];
    const there = await upChanges(stack);
    args = {};
    const back = await upChanges(stack);

    const { web, ingestion, uploadOrigins, alarmEmails } = optionChanges;
    const creating = [web, ingestion, uploadOrigins, alarmEmails].flatMap(({ creates = [] }) => creates);
    // The topic uses the customer's key as well.
    const brought = named(creating.filter((child) => child !== "alarm-key"));
    t.deepEqual([names(there, "create"), names(back, "delete")], [brought, brought]);
    t.deepEqual(names(there, "delete"), named(ingestion.deletes));
    t.deepEqual(names(back, "create"), named(ingestion.deletes));
    for (const changes of [there, back]) {
      t.deepEqual(names(changes, "replace"), ["images-sharp"]);
      t.true(names(changes, "update").length > 10);
    }
  },
);

test("no row of the table replaces or deletes a resource to keep, except the bucket that an existing one replaces", (t) => {
  const lost = Object.entries(optionChanges).flatMap(([option, { replaces = [], deletes = [] }]) =>
    [...replaces, ...deletes]
      .filter((child) => keepers.includes(child))
      .map((child) => `${option}: ${child}`),
  );

  // S3 refuses to delete it while it holds an object.
  t.deepEqual(lost, ["sourceBucket: source"]);
});

type Row = [option: string, change: OptionChange];

/** Groups the options by the other options they need. */
function groups(): [beside: ImageCompressionPipelineArgs, options: Row[]][] {
  const rows: Row[] = Object.entries(optionChanges);
  const grouped = Map.groupBy(rows, ([, { beside = {} }]) => JSON.stringify(beside));
  return [...grouped].map(([beside, options]) => [JSON.parse(beside), options]);
}

function expected(): Record<string, Changes> {
  return Object.fromEntries(
    Object.entries(optionChanges).map(([option, { updates, replaces = [], creates = [], deletes = [] }]) => [
      option,
      Object.fromEntries([
        ...deletes.map((child) => [`images-${child}`, "delete"]),
        ...creates.map((child) => [`images-${child}`, "create"]),
        ...updates.map((child) => [`images-${child}`, "update"]),
        ...replaces.map((child) => [`images-${child}`, "replace"]),
      ]),
    ]),
  );
}

function named(children: string[] = []): string[] {
  return children.map((child) => `images-${child}`).sort();
}

function names(changes: Changes, step: string): string[] {
  return Object.keys(changes)
    .filter((name) => changes[name] === step)
    .sort();
}
