import type { DatabaseSync } from "node:sqlite";

/** Counts succeeded events or messages, and failed tries, on disk. */
export interface Counts {
  /** Takes part in the caller's transaction. */
  add(outcome: "succeeded" | "failed", count?: number): void;
  read(): { succeeded: number; failed: number };
}

export function createCounts(database: DatabaseSync): Counts {
  database.exec(`
    CREATE TABLE IF NOT EXISTS invocation_counts (outcome TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO invocation_counts VALUES ('succeeded', 0), ('failed', 0);
  `);
  const add = database.prepare("UPDATE invocation_counts SET count = count + ? WHERE outcome = ?");
  const read = database.prepare("SELECT count FROM invocation_counts WHERE outcome = ?");
  const count = (outcome: string) => Number(read.get(outcome)?.count);
  return {
    add: (outcome, number = 1) => void add.run(number, outcome),
    read: () => ({ succeeded: count("succeeded"), failed: count("failed") }),
  };
}
