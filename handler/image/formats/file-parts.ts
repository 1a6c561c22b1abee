/** A chunk or box: a file of such parts holds one behind the other. */
export interface FilePart {
  name: string;
  content: Buffer;
  end: number;
}

export interface PartLayout {
  name: string;
  headBytes: number;
  contentBytes: number;
  tailBytes?: number;
}

export type ReadLayout = (bytes: Buffer, at: number) => PartLayout;

/** A length and a name: every format here has 32 bits of each. */
const leastHeadBytes = 8;

/** Yields parts from `start` on, and tolerates what follows: it stops before a part with an impossible length. */
export function* wholeParts(bytes: Buffer, start: number, readLayout: ReadLayout): Generator<FilePart> {
  let at = start;
  while (at + leastHeadBytes <= bytes.length) {
    const { name, headBytes, contentBytes, tailBytes = 0 } = readLayout(bytes, at);
    const contentAt = at + headBytes;
    const end = contentAt + contentBytes + tailBytes;
    if (contentBytes < 0 || end > bytes.length) return;
    yield { name, content: bytes.subarray(contentAt, contentAt + contentBytes), end };
    at = end;
  }
}

/** Returns `undefined` unless whole parts fill the bytes exactly. */
export function exactParts(bytes: Buffer, start: number, readLayout: ReadLayout): FilePart[] | undefined {
  const parts = [...wholeParts(bytes, start, readLayout)];
  const end = parts.at(-1)?.end ?? start;
  return end === bytes.length ? parts : undefined;
}

export function nameAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at, at + 4);
}
