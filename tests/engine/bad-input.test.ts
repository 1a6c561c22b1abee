import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { folderStack, onEngine, previewChanges, startEngine } from "../helpers/engine/engine.ts";
import { copyProgram, replaceProgram } from "../helpers/engine/program.ts";

/** Returns the output of a failing preview with this configuration. */
async function refusal(t: ExecutionContext, config: Record<string, string>, built?: string[]) {
  const stack = await folderStack(await startEngine(t), copyProgram(t, built), "test", {
    "aws:region": "us-east-1",
    ...config,
  });
  return printed(await t.throwsAsync(stack.preview()));
}

/** The CLI's output, without the stack trace of the test's call. */
function printed(error: unknown): string {
  return String(error).split("\n      at ")[0] ?? "";
}

onEngine("all bad values of a stack are reported at once, in preview, without a stack trace", async (t) => {
  const text = await refusal(t, { quality: "101", scale: "abc" });

  t.regex(text, /`quality` must be an integer from 1 to 100; received 101/);
  t.regex(text, /`scale` must be a number above 0 and at most 1; received "abc"/);
  t.notRegex(text, /^\s+at |unhandled exception|node_modules/m);
});

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

onEngine("a misspelt key of a stack is reported with the nearest option", async (t) => {
  const text = await refusal(t, { qualty: "60" });

  t.regex(text, /`qualty` is not an option; the nearest is `quality`/);
});

onEngine("the file of another project's stack is told by its name, without a stack trace", async (t) => {
  const text = await refusal(t, { "gallery:quality": "60" });

  t.regex(text, /Pulumi\.test\.yaml sets `gallery:quality` for another project/);
  t.notRegex(text, /^\s+at |unhandled exception/m);
});

onEngine("a program without a built function names the command to build it", async (t) => {
  const text = await refusal(t, {}, ["node_modules"]);

  t.regex(text, /The function is not built: .* run `npm run build`/);
  t.notRegex(text, /^\s+at |unhandled exception/m);
});

onEngine("without any configuration but a region the defaults hold", async (t) => {
  const region = { "aws:region": "us-east-1" };
  const stack = await folderStack(await startEngine(t), copyProgram(t), "test", region);

  const changes = await previewChanges(stack);

  t.is(changes["images-compressor"], "create");
});

onEngine("without a region the provider says how to set one", async (t) => {
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
