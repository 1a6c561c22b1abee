import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, globSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../root.ts";

const run = promisify(execFile);

export const bundle = "dist/function";
export const layers = { arm64: "dist/layers/arm64", x86_64: "dist/layers/x86_64" };

/** The inputs of a build. */
export const sources = [
  "cli",
  "components",
  "config",
  "contract",
  "handler",
  "layer",
  "scripts",
  "package.json",
  "tsconfig.build.json",
  "tsconfig.json",
];
const allScripts = ["build-bundle.ts", "build-cli.ts", "build-component.ts", "build-layer.ts"];

/** Builds a copy of the sources in `project`, from a working directory other than its root. */
export async function build(project: string, scripts = allScripts): Promise<string> {
  for (const name of sources) {
    cpSync(join(root, name), join(project, name), {
      recursive: true,
      filter: (path) => !path.endsWith("node_modules"),
    });
  }
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  await Promise.all(
    scripts.map((script) =>
      run(process.execPath, [join(project, "scripts", script)], { cwd: join(project, "handler") }),
    ),
  );
  return project;
}

/** Lists the files in a folder, by relative path. */
export function filesIn(folder: string): string[] {
  const entries = globSync("**/*", { cwd: folder });
  return entries.filter((entry) => statSync(join(folder, entry)).isFile()).sort();
}

/** Hashes every file of a folder by its path, or a single file. */
export function fingerprint(folder: string): Record<string, string> {
  const hash = (file: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, file)))
      .digest("hex");
  const files = statSync(folder).isFile() ? [""] : filesIn(folder);
  return Object.fromEntries(files.map((file) => [file, hash(file)]));
}
