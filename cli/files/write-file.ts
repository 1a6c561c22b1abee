import { randomUUID } from "node:crypto";
import { lstat, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageError } from "../usage-error.ts";

/**
 * Writes a whole file, or leaves the old one.
 *
 * @throws {UsageError} When it cannot be written.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = join(dirname(path), `.${randomUUID()}.unfinished`);
  try {
    await writeFile(unfinished, content, { flag: "wx" });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {});
    throw notWritten(path, error);
  }
}

/**
 * Writes like `writeWhole`, but follows links, and writes straight into anything but a file, such as a pipe.
 *
 * @throws {UsageError} When it cannot be written.
 */
export async function writeThrough(path: string, content: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const found = await lstat(target).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isDirectory()) return writeWhole(target, content);
  await writeFile(target, content).catch((error) => {
    throw notWritten(path, error);
  });
}

function notWritten(path: string, error: unknown): UsageError {
  return new UsageError(`${path} cannot be written: ${writeProblem(error)}`, { cause: error });
}

/** Explains a failed write in plain words. */
export function writeProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ""] ?? message;
}

const reasons: Record<string, string> = {
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
  EACCES: "its folder may not be written to",
  EPERM: "its folder may not be written to",
  EROFS: "its file system is read-only",
  EISDIR: "it is a folder",
  EEXIST: "there is a file of that name",
  ENOSPC: "the disk is full",
};
