import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation/index.js";
import { readProjectFile, root } from "../root.ts";
import { type Engine, folderStack } from "./engine.ts";
import { engineOn } from "./nodes.ts";

const run = promisify(execFile);
const sources = join(root, "tests/package/consumer");
const { peerDependencies, devDependencies: ours } = JSON.parse(readProjectFile("package.json"));
const { sharp: _optional, ...peers } = peerDependencies;
export const withSharp = { sharp: ours.sharp };

/** The development dependencies of Pulumi's TypeScript template. */
const devDependencies = { "@types/node": "^22", typescript: "^5.0.0" };

export interface Evaluated {
  outputs: Record<string, unknown>;
  archives: string[];
}

/** Installs the tarball and `more` in `folder`, whose projects share them, and returns the lockfile's path. */
export async function install(
  manager: "npm" | "pnpm",
  tarball: string,
  folder: string,
  more: Record<string, string> = {},
): Promise<string> {
  const dependencies = { ...peers, "image-compression-pipeline": `file:${tarball}`, ...more };
  writeJson(folder, "package.json", { private: true, dependencies, devDependencies });
  const quiet = manager === "npm" ? ["--no-audit", "--no-fund"] : [];
  await run(manager, ["install", "--prefer-offline", "--ignore-scripts", ...quiet], { cwd: folder });
  return join(folder, manager === "npm" ? "package-lock.json" : "pnpm-lock.yaml");
}

export interface Project {
  type: "commonjs" | "module";
  module: "commonjs" | "nodenext";
  moduleResolution: "node" | "nodenext";
}

/** Creates the consumer's program, with the settings of Pulumi's TypeScript template. */
export function createProject({ type, ...modules }: Project, folder: string): void {
  writeJson(folder, "package.json", { main: "index.ts", type });
  const compilerOptions = {
    strict: true,
    outDir: "bin",
    target: "es2020",
    ...modules,
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  };
  writeJson(folder, "Pulumi.yaml", { name: "consumer", runtime: "nodejs" });
  writeJson(folder, "tsconfig.json", { compilerOptions, files: ["index.ts"] });
  for (const name of ["index.ts", "evaluate.mjs"]) copyFileSync(join(sources, name), join(folder, name));
}

/** Compiles without checking the declarations of AWS's package, which would double the time. */
export async function compile(
  folder: string,
  { checksLibraries }: { checksLibraries: boolean },
): Promise<void> {
  const tsc = join(folder, "../node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, ...(checksLibraries ? [] : ["--skipLibCheck"])], { cwd: folder });
}

/** Runs the compiled program in `folder` without an engine, on this Node. */
export async function evaluate(folder: string, node: string): Promise<Evaluated> {
  const { stdout } = await run(node, [join(folder, "evaluate.mjs")], { cwd: folder });
  return JSON.parse(stdout);
}

/** Creates a stack of the uncompiled program in `folder`, on this Node. */
export function consumerStack(engine: Engine, folder: string, node: string): Promise<Stack> {
  const onNode = engineOn(engine, node);
  // The types were checked when the program was compiled.
  const env = { ...onNode.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
  return folderStack({ ...onNode, env }, folder, "test", { "aws:region": "eu-central-1" });
}

function writeJson(folder: string, name: string, content: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(content, null, 2));
}
