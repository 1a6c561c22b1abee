import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { type Engine, folderStack, onEngine, previewChanges, startEngine } from "../helpers/engine/engine.ts";
import { onEachNode } from "../helpers/engine/nodes.ts";
import { copyProgram, replaceProgram } from "../helpers/engine/program.ts";

/** Returns the output of a failing preview with this configuration. */
async function refusal(
  t: ExecutionContext,
  engine: Engine,
  config: Record<string, string>,
  built?: string[],
) {
  const all = { "aws:region": "us-east-1", ...config };
  const stack = await folderStack(engine, copyProgram(t, built), "test", all);
  return printed(await t.throwsAsync(stack.preview()));
}

/** The CLI's output, without the stack trace of the test's call. */
function printed(error: unknown): string {
  return String(error).split("\n      at ")[0] ?? "";
}

onEachNode(
  "all bad values and misspelt keys are reported at once, without a stack trace",
  async (t, engine) => {
    const text = await refusal(t, engine, { quality: "101", scale: "abc", qualty: "60" });

    t.regex(text, /`quality` must be an integer from 1 to 100; received 101/);
    t.regex(text, /`scale` must be a number above 0 and at most 1; received "abc"/);
    t.regex(text, /`qualty` is not an option; the nearest is `quality`/);
    t.notRegex(text, /^\s+at |unhandled exception|node_modules/m);
  },
);

onEngine("values that nobody meant get hints in preview, and a wrong tag is told by its key", async (t) => {
  const folder = copyProgram(t);
  const stack = await folderStack(await startEngine(t), folder, "test", { "aws:region": "us-east-1" });
  const lines = ["quality: 010", "objectTags: { released: 2024-01-31, owner: <me> }"];
  // Pulumi writes the values that it reads back into the file when it makes the stack.
  const config = lines.map((line) => `  image-compression-pipeline:${line}\n`).join("");
  const file = join(folder, "Pulumi.test.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("config:\n", `config:\n${config}`));

  const text = printed(await t.throwsAsync(stack.preview()));

  t.regex(text, /warning: .*`quality` is 010 .* octal number 8: write 10/s);
  t.regex(text, /warning: .*`objectTags\.released` is 2024-01-31.*: put it in quotes/s);
  t.regex(text, /`objectTags\.owner` must be a text of up to 256 .*; received "<me>"/);
});

onEngine("the file of another project's stack is told by its name, without a stack trace", async (t) => {
  const text = await refusal(t, await startEngine(t), { "gallery:quality": "60" });

  t.regex(text, /Pulumi\.test\.yaml sets `gallery:quality` for another project/);
  t.notRegex(text, /^\s+at |unhandled exception/m);
});

onEngine("a program without a built function names the command to build it", async (t) => {
  const text = await refusal(t, await startEngine(t), {}, ["node_modules"]);

  t.regex(text, /The function is not built: .* run `npm run build`/);
  t.notRegex(text, /^\s+at |unhandled exception/m);
});

onEachNode("the defaults hold without any configuration but a region", async (t, engine) => {
  const region = { "aws:region": "us-east-1" };
  const stack = await folderStack(engine, copyProgram(t), "test", region);

  const changes = await previewChanges(stack);

  t.is(changes["images-compressor"], "create");
});

onEngine("the provider says how to set a region that is missing", async (t) => {
  const stack = await folderStack(await startEngine(t), copyProgram(t));

  const text = printed(await t.throwsAsync(stack.preview()));

  t.regex(text, /pulumi config set aws:region/);
});

onEngine("without a passphrase Pulumi names the variable to set", async (t) => {
  const engine = await startEngine(t);
  const { PULUMI_CONFIG_PASSPHRASE: _, ...env } = engine.env;

  const error = await t.throwsAsync(folderStack({ ...engine, env }, copyProgram(t)));

  t.regex(printed(error), /PULUMI_CONFIG_PASSPHRASE/);
});

const ofTheComponent: [string, string, RegExp][] = [
  [
    "an option of the wrong type",
    '"images", { quality: "80" }',
    /`quality` must be an integer .* received "80"/,
  ],
  [
    "an option that there is not",
    '"images", { forceDestroy: true }',
    /`forceDestroy` is not an option; the nearest/,
  ],
  [
    "a component name too long for AWS",
    '"a".repeat(41)',
    /The component's name must be .* at most 40 in all/,
  ],
];

for (const [what, args, message] of ofTheComponent) {
  onEngine(`from JavaScript, ${what} is refused before anything is made`, async (t) => {
    const folder = replaceProgram(
      t,
      `import { ImageCompressionPipeline } from "./components/index.ts";
      new ImageCompressionPipeline(${args});`,
    );
    const engine = await startEngine(t);
    const stack = await folderStack(engine, folder, "dev");

    const text = printed(await t.throwsAsync(stack.up()));

    t.regex(text, message);
    t.notRegex(text, /^\s+at |unhandled exception/m);
    t.is(engine.account.list().length, 0);
  });
}
