import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { onEngineIn, startEngine } from "../helpers/engine/engine.ts";
import { exampleLanguages, installAwsPlugin, madeRenditions } from "../helpers/engine/examples.ts";
import { outputsIn } from "../helpers/engine/fast-pulumi.ts";
import { root } from "../helpers/root.ts";

const run = promisify(execFile);
const notCopied = ["node_modules", "dist", ".git", ".local"];

/** One checkout serves all languages: the first `pulumi package add` installs and builds it, the others build it again. */
const checkout = realpathSync(mkdtempSync(join(tmpdir(), "languages-")));
cpSync(root, checkout, { recursive: true, filter: (path) => !notCopied.includes(basename(path)) });

test.after.always(() => rmSync(checkout, { recursive: true }));

/** Runs the commands of the example's README that deploy it. */
async function followReadme(cwd: string, env: Record<string, string>): Promise<void> {
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(readFileSync(join(cwd, "README.md"), "utf8")) ?? [];
  for (const command of block.trimEnd().split("\n")) {
    const yes = command === "pulumi up" ? ["--yes", "--skip-preview"] : [];
    const [program = "", ...args] = [...command.split(" "), ...yes, "--non-interactive"];
    // A release of Python's SDK must not change this test's result.
    const pinned = { PIP_CONSTRAINT: join(import.meta.dirname, "python-constraints.txt") };
    await run(program, args, { cwd, env: { ...process.env, ...pinned, ...env } });
  }
}

for (const { example, language } of exampleLanguages()) {
  // Those are installed together, by tests/examples/examples.test.ts.
  if (language === "TypeScript") continue;

  onEngineIn(language)(`examples/${example} comes up by the commands of its README`, async (t) => {
    const { account, env } = await startEngine(t);
    await installAwsPlugin(t, env);

    await followReadme(join(checkout, "examples", example), env);

    t.like(madeRenditions(account), [
      { name: "default", format: "webp", quality: 50 },
      { name: "thumbnail", format: "webp", maxDimension: 256 },
    ]);
    const { sourceBucketName, outputBucketName } = outputsIn(env, "dev");
    for (const bucket of [sourceBucketName, outputBucketName])
      t.truthy(account.find("aws:s3/bucket:Bucket", String(bucket)));
  });
}
