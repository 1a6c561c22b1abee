import { execFile } from "node:child_process";
import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { isOnPath, onEngine, startEngine } from "../helpers/engine/engine.ts";
import { exampleStack } from "../helpers/engine/examples.ts";
import { root } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const run = promisify(execFile);
const notCopied = ["node_modules", "dist", ".git", ".local"];

const title = "examples/python comes up with the component of the checkout that it stands in";

async function pythonComesUp(t: ExecutionContext): Promise<void> {
  const checkout = temporaryFolder(t);
  cpSync(root, checkout, { recursive: true, filter: (path) => !notCopied.includes(basename(path)) });
  const engine = await startEngine(t);
  const folder = join(checkout, "examples/python");
  const stack = await exampleStack(engine, folder, "dev");
  const options = { cwd: folder, env: { ...process.env, ...engine.env } };

  await run("pulumi", ["install"], options);
  await run("pulumi", ["package", "add", "../.."], options);
  const { outputs } = await stack.up();

  t.truthy(engine.account.find("aws:s3/bucket:Bucket", outputs.sourceBucketName?.value));
}

if (isOnPath("pulumi-language-python")) onEngine(title, pythonComesUp);
else test.skip(`${title} (skipped: the Pulumi CLI here has no Python language host)`, pythonComesUp);
