// Records the resources of this version as tests/upgrade/releases/VERSION/*.json: later versions must not
// replace or delete them.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { putExisting } from "../engine/existing.ts";
import { allOptions } from "../engine/option-changes.ts";
import { inlineStack, openEngine } from "../helpers/engine/stacks.ts";
import { readProjectFile } from "../helpers/root.ts";
import { record } from "./recording.ts";

const { version } = JSON.parse(readProjectFile("package.json"));
const folder = join(import.meta.dirname, "releases", version);

const configurations: Record<string, ImageCompressionPipelineArgs> = {
  defaults: {},
  ...allOptions,
};

if (existsSync(folder)) {
  console.error(
    `${version} is recorded already: raise the version, or delete ${folder} if it was never released`,
  );
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
for (const [name, args] of Object.entries(configurations)) {
  const work = mkdtempSync(join(tmpdir(), "release-"));
  const engine = await openEngine(work);
  putExisting(engine.account);
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
