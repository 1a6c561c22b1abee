import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { ExecutionContext } from "ava";
import { type Engine, onEngine, onEngineWithNode20, startEngine } from "./engine.ts";

const execute = promisify(execFile);
const cache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "image-compression-pipeline-node",
);

/** The tests themselves run on 24. */
const versions = { 20: "20.20.2", 22: "22.23.3" };

/** Returns the path of this Node's executable, which is installed once on a machine. */
export async function installNode(major: keyof typeof versions): Promise<string> {
  const folder = join(cache, versions[major]);
  if (!existsSync(folder)) await install(versions[major], folder);
  return join(folder, "node_modules/node/bin/node");
}

/** Two test files may install at once: each makes its own folder, and one is kept. */
async function install(version: string, folder: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const own = mkdtempSync(`${folder}-`);
  const packageJson = { dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(own, "package.json"), JSON.stringify(packageJson));
  try {
    await execute("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: own });
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Lets the engine run programs on this Node, which stands first on its PATH. */
export function engineOn(engine: Engine, node: string): Engine {
  const PATH = [dirname(node), process.env.PATH].join(delimiter);
  return { ...engine, env: { ...engine.env, PATH } };
}

/** A test on the real CLI for each Node that loads the project's program. */
export function onEachNode(title: string, run: (t: ExecutionContext, engine: Engine) => Promise<void>): void {
  for (const major of [20, 22, 24] as const) {
    const declare = major === 20 ? onEngineWithNode20 : onEngine;
    declare(`on Node ${major} ${title}`, async (t) => {
      const node = major === 24 ? process.execPath : await installNode(major);
      await run(t, engineOn(await startEngine(t), node));
    });
  }
}
