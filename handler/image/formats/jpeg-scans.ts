import { markers, segments } from "./jpeg-segments.ts";

const coefficients = 64;

/** Requires all bits of all coefficients. A decoder takes a file cut between two scans for a complete, only coarser one. */
export function hasAllScans(jpeg: Buffer): boolean {
  let progressive = false;
  const missing = new Map<number, Uint8Array>();
  for (const { kind, payload } of segments(jpeg)) {
    if (isStartOfFrame(kind)) {
      progressive = kind === markers.progressiveFrame;
      for (const id of componentIds(payload, 5, 3)) missing.set(id, new Uint8Array(coefficients).fill(1));
    } else if (kind === markers.startOfScan) {
      const [first = 0, last = 0, precision = 0] = progressive
        ? payload.subarray(-3)
        : [0, coefficients - 1, 0];
      const lowestBit = precision & 15;
      for (const id of componentIds(payload, 0, 2)) missing.get(id)?.fill(lowestBit, first, last + 1);
    }
  }
  return missing.size > 0 && [...missing.values()].every((bits) => bits.every((bit) => bit === 0));
}

/**
 * A file with all rows is no shorter: each Huffman coded scan has a bit for each block, and another one with the rest of its
 * coefficients. Returns 0 for other codes, which can take less.
 */
export function leastBytes(jpeg: Buffer): number {
  for (const { kind, payload } of segments(jpeg)) {
    if (!isStartOfFrame(kind)) continue;
    if (kind > markers.progressiveFrame) return 0;
    return Math.floor((countBlocks(payload) * (kind === markers.progressiveFrame ? 1 : 2)) / 8);
  }
  return 0;
}

/** Counts blocks of 8 × 8 samples in all components. */
function countBlocks(frame: Buffer): number {
  if (frame.length < 6) return 0;
  const [height, width] = [frame.readUInt16BE(1), frame.readUInt16BE(3)];
  const factors = [...frame.subarray(6)]
    .filter((_, at) => at % 3 === 1)
    .map((both) => [both >> 4, both & 15]);
  const most = (at: number) => Math.max(...factors.map((pair) => pair[at] ?? 1));
  const blocks = (side: number, factor = 1, of = 1) => Math.ceil(Math.ceil((side * factor) / of) / 8);
  return factors.reduce((sum, [x, y]) => sum + blocks(width, x, most(0)) * blocks(height, y, most(1)), 0);
}

/** Returns the position of the last marker; a trailer may follow it. */
export function endOfData(jpeg: Buffer): number | undefined {
  for (const { kind, at } of segments(jpeg)) {
    if (kind === markers.endOfImage) return at;
  }
  return undefined;
}

/** Frames and scans list their components behind a count, each in `stride` bytes from its id on. */
function componentIds(segment: Buffer, countAt: number, stride: number): number[] {
  return Array.from(
    { length: segment[countAt] ?? 0 },
    (_, index) => segment[countAt + 1 + index * stride] ?? 0,
  );
}

function isStartOfFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
}
