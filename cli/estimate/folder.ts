import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileType } from "../../handler/image/file-type.ts";
import { readProblem } from "../files/read-problem.ts";
import { UsageError } from "../usage-error.ts";

export interface Problem {
  file: string;
  why: string;
}

export interface Found {
  /** Holds sorted paths, relative to the folder. */
  files: string[];
  /** Counts links. They are not followed: the target may be outside the folder, or found already. */
  links: number;
  unreadable: Problem[];
}

/** These bytes suffice to recognise a file's type. */
const headBytes = 1024;

/**
 * Finds all files in a folder and its subfolders.
 *
 * @throws {UsageError} When there is no such folder.
 */
export async function findFiles(folder: string): Promise<Found> {
  await refuseOther(folder);
  const found: Found = { files: [], links: 0, unreadable: [] };
  const folders = [""];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const entries = await readdir(join(folder, at), { withFileTypes: true }).catch((error) => {
      found.unreadable.push({ file: at, why: readProblem(error) });
      return [];
    });
    for (const entry of entries) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isSymbolicLink()) found.links += 1;
      else if (entry.isFile()) found.files.push(path);
    }
  }
  found.files.sort();
  return found;
}

async function refuseOther(folder: string): Promise<void> {
  const found = await stat(folder).catch((error) => {
    const why = readProblem(error).replace("file", "folder");
    throw new UsageError(`${folder} cannot be looked at: ${why}`, { cause: error });
  });
  if (!found.isDirectory())
    throw new UsageError(`${folder} is a file: give a folder, or use \`compress\` for files`);
}

/** Returns true when a file's first bytes are an image's, whatever its name. */
export async function isImage(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return fileType(buffer.subarray(0, bytesRead)) !== undefined;
  } finally {
    await file.close();
  }
}

/**
 * Picks at most `max` items, evenly spread: every part of a folder is represented, and each run picks the
 * same.
 */
export function sampleOf<Item>(all: Item[], max: number): Item[] {
  if (all.length <= max) return all;
  return Array.from({ length: max }, (_, at) => all[Math.floor((at * all.length) / max)] as Item);
}
