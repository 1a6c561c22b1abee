import type { DatabaseSync } from "node:sqlite";
import type { Outcome } from "../../contract/outcome.ts";
import { readFields } from "../aws/cloudwatch/embedded-metrics.ts";

/** Keeps on disk the duration of the last compression of each source, read from the function's log. */
export interface Durations {
  /** Reads a line of the function's log. */
  record(line: string): void;
  milliseconds(key: string): number | undefined;
}

const compressed: Outcome["outcome"] = "compressed";

export function createDurations(database: DatabaseSync): Durations {
  database.exec("CREATE TABLE IF NOT EXISTS looks (key TEXT PRIMARY KEY, milliseconds REAL NOT NULL) STRICT");
  const keep = database.prepare("INSERT OR REPLACE INTO looks VALUES (?, ?)");
  const find = database.prepare("SELECT milliseconds FROM looks WHERE key = ?");
  return {
    record: (line) => {
      const { message, key, milliseconds } = readFields(line);
      if (message === compressed && typeof milliseconds === "number") keep.run(String(key), milliseconds);
    },
    milliseconds: (key) => find.get(key)?.milliseconds as number | undefined,
  };
}
