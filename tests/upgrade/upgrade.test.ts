import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import test, { type ExecutionContext } from "ava";
import { ImageCompressionPipeline } from "../../components/index.ts";
import { putExisting } from "../engine/existing.ts";
import { allOptions } from "../engine/option-changes.ts";
import {
  type Changes,
  deployed,
  inlineStack,
  onEngine,
  previewChanges,
  startEngine,
  upChanges,
} from "../helpers/engine/engine.ts";
import { resourcesIn } from "../helpers/engine/fast-pulumi.ts";
import { readProjectFile } from "../helpers/root.ts";
import { type Recording, restore } from "./recording.ts";

const folder = join(import.meta.dirname, "releases");
const recordings = globSync("*/*.json", { cwd: folder }).sort();

function read(path: string): Recording {
  return JSON.parse(readFileSync(join(folder, path), "utf8"));
}

/** A stack of the recorded release, with today's program. */
async function restoredStack(
  t: ExecutionContext,
  recording: Recording,
  opts?: pulumi.ComponentResourceOptions,
) {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", recording.args, opts);
  });
  putExisting(engine.account);
  await restore(recording, stack, engine.account);
  return { stack, account: engine.account };
}

/** A version of a layer never changes: any change in it makes a new version. All else must stay. */
function lost(changes: Changes): Changes {
  const lasting = Object.entries(changes).filter(([name]) => name !== "images-sharp");
  return Object.fromEntries(lasting.filter(([, step]) => step !== "update" && step !== "create"));
}

for (const path of recordings) {
  onEngine(`an upgrade from ${path} replaces and deletes nothing`, async (t) => {
    const recording = read(path);
    const { stack, account } = await restoredStack(t, recording);
    const ids = recording.resources
      .filter(({ type }) => type.startsWith("aws:s3/bucket:"))
      .map(({ id }) => id);

    const planned = await previewChanges(stack);
    const made = await upChanges(stack);

    t.deepEqual(lost(planned), {});
    t.deepEqual(made, planned);
    const { web, sourceBucket } = recording.args;
    t.is(ids.length, (web === undefined ? 1 : 2) + (sourceBucket === undefined ? 1 : 0));
    t.true(ids.every((id) => account.find("aws:s3/bucket:Bucket", String(id)) !== undefined));
  });
}

onEngine(
  "an upgrade of a stack whose originals expire changes the rules and the policy in place",
  async (t) => {
    const { stack } = await restoredStack(t, read("0.1.0/every-option.json"));

    const changes = await previewChanges(stack);

    const wanted = ["compressor", "compressor-role-policy", "source-lifecycle", "source-policy"];
    t.deepEqual(
      wanted.map((child) => changes[`images-${child}`]),
      wanted.map(() => "update"),
    );
  },
);

test("there is a recording of every configuration of the released version", (t) => {
  const { version } = JSON.parse(readProjectFile("package.json"));

  for (const name of ["defaults", ...Object.keys(allOptions)]) {
    t.true(recordings.includes(`${version}/${name}.json`), name);
  }
});

onEngine("an upgrade takes addresses out of the state, and nobody has to confirm one again", async (t) => {
  const { stack } = await restoredStack(t, read("0.1.0/every-option.json"));
  const subscription = () => deployed(stack).filter(({ type }) => type.endsWith(":TopicSubscription"));
  const before = subscription().map(({ id }) => id);

  const changes = await upChanges(stack);

  t.deepEqual(lost(changes), {});
  t.deepEqual(
    subscription().map(({ id }) => id),
    before,
  );
  t.is(before.length, 1);
  t.false(JSON.stringify(resourcesIn(stack.workspace.envVars, stack.name)).includes("ops@example.com"));
});

onEngine("a release with another layer makes a new version of it, and the function uses that", async (t) => {
  const recording = read("0.1.0/defaults.json");
  const [layer] = recording.resources.filter(({ type }) => type === "aws:lambda/layerVersion:LayerVersion");
  for (const state of [layer?.inputs, layer?.outputs])
    Object.assign(state?.code ?? {}, { hash: "0".repeat(64) });
  const { stack, account } = await restoredStack(t, recording);

  const changes = await upChanges(stack);

  t.like(changes, { "images-sharp": "replace", "images-compressor": "update" });
  const versions = account.list("aws:lambda/layerVersion:LayerVersion").map(({ outputs }) => outputs.version);
  t.deepEqual(versions, ["2"]);
});

/** Renames the source bucket in the recording, as if today's name were new. */
function withFormerName(recording: Recording): Recording {
  return JSON.parse(JSON.stringify(recording).replaceAll('::images-source"', '::images-uploads"'));
}

onEngine("a child renamed without an alias is caught: it would be deleted", async (t) => {
  const { stack } = await restoredStack(t, withFormerName(read("0.1.0/defaults.json")));

  const changes = await previewChanges(stack);

  t.is(lost(changes)["images-uploads"], "delete");
});

onEngine("a child renamed with an alias stays", async (t) => {
  const alias: pulumi.ResourceTransform = ({ name, props, opts }) =>
    name === "images-source"
      ? { props, opts: { ...opts, aliases: [{ name: "images-uploads" }] } }
      : undefined;
  const recording = withFormerName(read("0.1.0/defaults.json"));
  const { stack } = await restoredStack(t, recording, { transforms: [alias] });

  t.deepEqual(lost(await previewChanges(stack)), {});
});
