import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

/** Reads a file by its path in the project, such as `docs/costs.md`. */
export function readProjectFile(path: string): string {
  return readFileSync(join(root, path), "utf8");
}
