import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Finds object files unknown to the database of a data folder. Call it after the run has ended. */
export function findLeftovers(dataFolder: string): string[] {
  const database = new DatabaseSync(join(dataFolder, "state.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT file FROM pieces").all();
  database.close();
  const known = new Set(rows.map(({ file }) => String(file)));
  return readdirSync(join(dataFolder, "objects")).filter((file) => !known.has(file));
}
