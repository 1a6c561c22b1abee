import { lstat, mkdir, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { writeProblem, writeWhole } from "../files/write-file.ts";
import { UsageError } from "../usage-error.ts";

export interface OutputFolder {
  /** @throws {Error} When something is in the way. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/**
 * Opens the folder `root` for writing, there and nowhere else. Never overwrites `sources`, and other files
 * only with `force`.
 *
 * @throws {UsageError} When the folder cannot be made.
 */
export async function openOutputFolder(
  root: string,
  sources: string[],
  force: boolean,
): Promise<OutputFolder> {
  const protectedFiles = new Set(await Promise.all(sources.map(identity)));
  await makeFolder(root);
  const home = await realpath(root);

  return {
    write: async (path, bytes) => {
      await refuseOutside(home, path);
      await refuseExisting(path, protectedFiles, force);
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, bytes);
    },
  };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`The folder ${path} cannot be made: ${writeProblem(error)}`, { cause: error });
  }
}

/**
 * Identifies a file by its device and inode: a file system may ignore case, and links give it other names.
 */
async function identity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}

async function refuseOutside(home: string, path: string): Promise<void> {
  const real = await realpath(await nearestFolder(path));
  const fromHome = relative(home, real);
  if (fromHome.split(sep)[0] === ".." || isAbsolute(fromHome))
    throw new Error(`${path} is outside of the folder for outputs`);
}

/** Returns the file's folder, or the nearest existing one above it. */
async function nearestFolder(path: string): Promise<string> {
  let folder = dirname(path);
  while ((await lstat(folder).catch(() => undefined)) === undefined) folder = dirname(folder);
  return folder;
}

async function refuseExisting(path: string, protectedFiles: Set<unknown>, force: boolean): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  const target = await identity(path);
  if (target !== undefined && protectedFiles.has(target)) throw new Error(`${path} is a source itself`);
  if (found.isDirectory()) throw new Error(`${path} is a folder`);
  if (!force) throw new Error(`${path} exists already: --force overwrites it`);
}
