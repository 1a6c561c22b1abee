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

/** Keeps the objects' bytes in a folder, in files with random names. */
export class ObjectFiles {
  readonly #folder: string;
  readonly #readers = new Map<string, number>();
  readonly #condemned = new Set<string>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** Creates a file. Its name and bytes are on disk when this returns; none is left when `fill` fails. */
  async create<Result>(
    fill: (write: WriteChunk) => Promise<Result>,
  ): Promise<{ file: string; result: Result }> {
    const file = randomUUID();
    const handle = await open(join(this.#folder, file), "wx");
    try {
      const result = await fill((chunk) => handle.writeFile(chunk));
      await handle.sync();
      await handle.close();
      await syncFolder(this.#folder);
      return { file, result };
    } catch (error) {
      await handle.close().catch(() => undefined);
      await this.#removeNow(file);
      throw error;
    }
  }

  /** Calls `register`, and removes the file when it throws. */
  async orRemove<Result>(file: string, register: () => Result): Promise<Result> {
    try {
      return register();
    } catch (error) {
      await this.#removeNow(file);
      throw error;
    }
  }

  /** Removes files; one with open streams goes when the last of them closes. */
  async remove(files: string[]): Promise<void> {
    for (const file of files) this.#condemned.add(file);
    await Promise.all(files.filter((file) => !this.#readers.has(file)).map((file) => this.#removeNow(file)));
  }

  /** Streams the concatenated pieces, from `start` to before `end`. */
  read(pieces: Piece[], start: number, end: number): Readable {
    const files = pieces.map(({ file }) => file);
    for (const file of files) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    const stream = Readable.from(readPieces(this.#folder, pieces, start, end), { objectMode: false });
    return stream.once("close", () => {
      for (const file of files) this.#release(file);
    });
  }

  /** Removes every file except the `known` ones. */
  sweep(known: Set<string>): void {
    for (const file of readdirSync(this.#folder)) {
      if (!known.has(file)) rmSync(join(this.#folder, file), { recursive: true });
    }
  }

  #release(file: string): void {
    const others = (this.#readers.get(file) ?? 1) - 1;
    if (others > 0) this.#readers.set(file, others);
    else this.#readers.delete(file);
    if (others === 0 && this.#condemned.has(file)) void this.#removeNow(file);
  }

  async #removeNow(file: string): Promise<void> {
    this.#condemned.delete(file);
    // The next start sweeps a file left behind by a failure here.
    await rm(join(this.#folder, file), { force: true }).catch(() => undefined);
  }
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
