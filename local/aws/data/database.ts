import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Opens the database of a data folder. It holds everything that must survive a crash, except the objects'
 * bytes. This process locks it until it ends, even by `kill -9`; a second run on the folder is refused.
 *
 * @throws {Error} When the folder is in use by another run, or is not writable.
 */
export function openDatabase(dataFolder: string): DatabaseSync {
  let database: DatabaseSync;
  try {
    makeFolder(dataFolder);
    database = new DatabaseSync(join(dataFolder, "state.sqlite"), { timeout: 0 });
    database.exec(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT",
    );
  } catch (error) {
    throw new Error(whyNotOpened(dataFolder, error), { cause: error });
  }
  return database;
}

/**
 * Creates one level at a time: Node's recursive mkdir never ends where no folder can be made, such as below
 * /proc.
 */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/**
 * Runs `work` in a transaction, or as part of the open one: its changes are all on disk when it returns, or
 * none is.
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  if (database.isTransaction) return work();
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function whyNotOpened(dataFolder: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (/locked|busy/i.test(reason)) {
    return `The data folder ${dataFolder} is in use by another run: stop that one, or choose another folder with --data`;
  }
  return `The data folder ${dataFolder} cannot be written (${reason}): choose another one with --data`;
}
