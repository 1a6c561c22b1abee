import { execFile } from "node:child_process";
import { cpSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { parse } from "yaml";
import type { Account } from "../../engine/provider/account.ts";
import { root } from "../root.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";
import { type Engine, folderStack } from "./engine.ts";
import { pack } from "./packed-package.ts";

const run = promisify(execFile);
export const examples = join(root, "examples");

const languageNames: Record<string, string> = {
  nodejs: "TypeScript",
  python: "Python",
  go: "Go",
  yaml: "YAML",
};

/** Reads the language of each example's program, in the order in which pages name them. */
export function exampleLanguages(): { example: string; language: string }[] {
  const found = globSync("*/Pulumi.yaml", { cwd: examples }).map((path) => {
    const { runtime } = parse(readFileSync(join(examples, path), "utf8"));
    const language = languageNames[runtime.name ?? runtime];
    if (language === undefined)
      throw new Error(`examples/${path}: nothing names the language of its runtime`);
    return { example: dirname(path), language };
  });
  const order = Object.values(languageNames);
  return found.sort((a, b) => order.indexOf(a.language) - order.indexOf(b.language));
}

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

/**
 * Installs a plugin for AWS that is never started: `pulumi package add` wants the component's own plugins installed and
 * would download this one, although the engine then asks the stand-in.
 */
export async function installAwsPlugin(owner: Owner, env: Record<string, string>): Promise<void> {
  const { version } = createRequire(import.meta.url)("@pulumi/aws/package.json");
  const folder = temporaryFolder(owner);
  writeFileSync(join(folder, "pulumi-resource-aws"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const args = ["plugin", "install", "resource", "aws", version, "--file", folder];
  await run("pulumi", args, { env: { ...process.env, ...env } });
}

/** Reads the renditions in the settings of the one function that was made. */
export function madeRenditions(account: Account): unknown {
  const [made] = account.list("aws:lambda/function:Function");
  const { variables } = (made?.inputs.environment ?? {}) as { variables?: Record<string, string> };
  return JSON.parse(variables?.PIPELINE_SETTINGS ?? "{}").renditions;
}
