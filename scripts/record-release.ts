// Records what this version makes, as tests/upgrade/releases/VERSION/*.json: what later versions must not replace or delete.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../components/index.ts";
import { optionChanges } from "../tests/engine/option-changes.ts";
import { inlineStack, openEngine } from "../tests/helpers/stacks.ts";
import { record } from "../tests/upgrade/recording.ts";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const folder = join(root, "tests/upgrade/releases", version);

const configurations: Record<string, ImageCompressionPipelineArgs> = {
  defaults: {},
  "every-option": Object.assign({}, ...Object.values(optionChanges).map(({ to }) => to)),
};

mkdirSync(folder, { recursive: true });
for (const [name, args] of Object.entries(configurations)) {
  const work = mkdtempSync(join(tmpdir(), "release-"));
  const engine = await openEngine(work);
  try {
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await stack.up();
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(await record(stack, args), null, 2)}\n`);
  } finally {
    engine.close();
    rmSync(work, { recursive: true });
  }
}
