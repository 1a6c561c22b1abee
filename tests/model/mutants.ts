import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { root } from "../helpers/root.ts";
import type { Guard } from "./guards.ts";
import type { Subject } from "./state.ts";

/** Writes the real code without one guard to its own folder: production code has no switch for it. */
export async function withoutGuard({ name, edit, unsent }: Guard, folder: string): Promise<Subject> {
  if (edit === undefined) return { reconcile, ...(unsent && { unsent }) };

  const source = readFileSync(join(root, "handler", edit.file), "utf8");
  const [before, after, ...more] = source.split(edit.from);
  if (before === undefined || after === undefined || more.length > 0) {
    const places = source.split(edit.from).length - 1;
    throw new Error(
      `Expected the guard "${name}" once in handler/${edit.file}; found ${places} of: ${edit.from}. Adapt tests/model/guards.ts`,
    );
  }
  const copy = join(folder, name.replaceAll(" ", "-"));
  for (const room of ["contract", "handler"]) cpSync(join(root, room), join(copy, room), { recursive: true });
  writeFileSync(join(copy, "handler", edit.file), before + edit.to + after);
  const mutant = await import(pathToFileURL(join(copy, "handler/reconcile/reconcile.ts")).href);
  return { reconcile: mutant.reconcile };
}
