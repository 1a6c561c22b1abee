import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";

const program = [
  "components",
  "config",
  "contract",
  "index.ts",
  "package.json",
  "Pulumi.yaml",
  "Pulumi.dev.yaml",
  "Pulumi.prod.yaml",
];

/** Copies the program, because Pulumi writes into the files of its stacks. */
export function copyProgram(owner: Owner, built = ["node_modules", "dist"]): string {
  const folder = temporaryFolder(owner);
  for (const name of program) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of built) symlinkSync(join(root, name), join(folder, name));
  return folder;
}

/** Copies the project with another program. */
export function replaceProgram(owner: Owner, source: string): string {
  const folder = copyProgram(owner);
  writeFileSync(join(folder, "index.ts"), source);
  return folder;
}
