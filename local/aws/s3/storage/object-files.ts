import { randomUUID } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";

export type WriteChunk = (chunk: Uint8Array) => Promise<void>;

export interface Piece {
  file: string;
  size: number;
}

export type ObjectFiles = ReturnType<typeof createObjectFiles>;

/** The folder that holds the objects' bytes, in files with random names. */
export function createObjectFiles(folder: string) {
  mkdirSync(folder, { recursive: true });
  const readers = new Map<string, number>();
  const condemned = new Set<string>();

  async function removeNow(file: string): Promise<void> {
    condemned.delete(file);
    // What cannot be removed now is removed at the next start.
    await rm(join(folder, file), { force: true }).catch(() => undefined);
  }

  function release(file: string): void {
    const others = (readers.get(file) ?? 1) - 1;
    if (others > 0) readers.set(file, others);
    else readers.delete(file);
    if (others === 0 && condemned.has(file)) void removeNow(file);
  }

  return {
    /** Makes a file that is on disk, name and bytes, when this returns; when `fill` fails none is left. */
    async create<Result>(
      fill: (write: WriteChunk) => Promise<Result>,
    ): Promise<{ file: string; result: Result }> {
      const file = randomUUID();
      const handle = await open(join(folder, file), "wx");
      try {
        const result = await fill((chunk) => handle.writeFile(chunk));
        await handle.sync();
        await handle.close();
        await syncFolder(folder);
        return { file, result };
      } catch (error) {
        await handle.close().catch(() => undefined);
        await removeNow(file);
        throw error;
      }
    },

    /** Runs what makes a file known, and removes the file when that fails. */
    async orRemove<Result>(file: string, register: () => Result): Promise<Result> {
      try {
        return register();
      } catch (error) {
        await removeNow(file);
        throw error;
      }
    },

    /** Removes files, those that are being read as soon as they no longer are. */
    async remove(files: string[]): Promise<void> {
      for (const file of files) condemned.add(file);
      await Promise.all(files.filter((file) => !readers.has(file)).map(removeNow));
    },

    /** Streams the bytes from `start` to before `end` of the pieces, one after another. */
    read(pieces: Piece[], start: number, end: number): Readable {
      const files = pieces.map(({ file }) => file);
      for (const file of files) readers.set(file, (readers.get(file) ?? 0) + 1);
      const stream = Readable.from(readPieces(folder, pieces, start, end), { objectMode: false });
      return stream.once("close", () => files.forEach(release));
    },

    /** Removes every file that `known` does not name. */
    sweep(known: Set<string>): void {
      for (const file of readdirSync(folder)) {
        if (!known.has(file)) rmSync(join(folder, file), { recursive: true });
      }
    },
  };
}

async function* readPieces(
  folder: string,
  pieces: Piece[],
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { file, size } of pieces) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size)];
    if (from < to) {
      yield* createReadStream(join(folder, file), { start: from, end: to - 1, highWaterMark: 256 * 1024 });
    }
    offset += size;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
