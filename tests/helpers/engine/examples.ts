import { execFile } from "node:child_process";
import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { root } from "../root.ts";
import { type Engine, folderStack } from "./engine.ts";
import { pack } from "./packed-package.ts";

const run = promisify(execFile);
export const examples = join(root, "examples");

/** Copies the examples to `folder` and installs their dependencies there, with the package from its tarball. */
export async function installExamples(folder: string): Promise<void> {
  const { tarball } = await pack();
  cpSync(examples, folder, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
  const workspaces = globSync("*/package.json", { cwd: folder }).map(dirname);
  // If the tarball does not satisfy an example's range, npm takes the package from the registry, or fails.
  const dependencies = { "image-compression-pipeline": `file:${tarball}` };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, workspaces, dependencies }));
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
  });
}

/**
 * Checks the types of the examples in `folder`, which share their settings, in one run: AWS's declarations are read once
 * and not checked.
 */
export async function checkTypes(folder: string, names: string[]): Promise<void> {
  const settings = new Set(names.map((name) => readFileSync(join(folder, name, "tsconfig.json"), "utf8")));
  if (settings.size !== 1) throw new Error("The examples' tsconfig.json differ");
  const files = names.map((name) => join(name, "index.ts"));
  const all = { extends: `./${names[0]}/tsconfig.json`, files };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(all));
  const tsc = join(folder, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "--skipLibCheck"], { cwd: folder });
}

/** Creates a stack of the example in `folder`, following its README. */
export function exampleStack(engine: Engine, folder: string, stackName: string): Promise<Stack> {
  // Another test checks its types.
  const env = { ...engine.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  return folderStack({ ...engine, env }, folder, stackName, { "aws:region": "eu-west-1" });
}
