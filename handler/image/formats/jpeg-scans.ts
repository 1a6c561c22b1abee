const marker = { progressive: 0xc2, endOfImage: 0xd9, startOfScan: 0xda };
const coefficients = 64;

/**
 * Whether the scans of a JPEG carry all bits of all coefficients. A decoder takes a file that ends between two scans for
 * a complete, only coarser one.
 */
export function hasAllScans(jpeg: Buffer): boolean {
  let progressive = false;
  const missing = new Map<number, Uint8Array>();
  for (const { kind, segment } of segments(jpeg)) {
    if (isStartOfFrame(kind)) {
      progressive = kind === marker.progressive;
      for (const id of componentIds(segment, 5, 3)) missing.set(id, new Uint8Array(coefficients).fill(1));
    } else if (kind === marker.startOfScan) {
      const [first = 0, last = 0, precision = 0] = progressive
        ? segment.subarray(-3)
        : [0, coefficients - 1, 0];
      const lowestBit = precision & 15;
      for (const id of componentIds(segment, 0, 2)) missing.get(id)?.fill(lowestBit, first, last + 1);
    }
  }
  return missing.size > 0 && [...missing.values()].every((bits) => bits.every((bit) => bit === 0));
}

/**
 * Fewer bytes cannot hold all rows: of every block each Huffman coded scan has at least one bit, and one that holds the rest of
 * its coefficients another one. 0 for other codes, which can take less.
 */
export function leastBytes(jpeg: Buffer): number {
  for (const { kind, segment } of segments(jpeg)) {
    if (!isStartOfFrame(kind)) continue;
    if (kind > marker.progressive) return 0;
    return Math.floor((countBlocks(segment) * (kind === marker.progressive ? 1 : 2)) / 8);
  }
  return 0;
}

/** Of 8 × 8 samples, in all components. */
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

/** Where the marker begins that ends a JPEG; a trailer may follow it. */
export function endOfData(jpeg: Buffer): number | undefined {
  for (const { kind, at } of segments(jpeg)) {
    if (kind === marker.endOfImage) return at;
  }
  return undefined;
}

/** Frames and scans list their components behind their number, each in `stride` bytes that begin with its id. */
function componentIds(segment: Buffer, countAt: number, stride: number): number[] {
  return Array.from(
    { length: segment[countAt] ?? 0 },
    (_, index) => segment[countAt + 1 + index * stride] ?? 0,
  );
}

function isStartOfFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
}

/** What follows a marker, without its length. */
export interface Segment {
  kind: number;
  at: number;
  segment: Buffer;
}

/** Up to the first end of an image, that of a picture within a segment left aside. */
export function* segments(jpeg: Buffer): Generator<Segment> {
  for (let at = jpeg.indexOf(0xff, 2); at >= 0 && at + 1 < jpeg.length; at = jpeg.indexOf(0xff, at)) {
    const kind = jpeg.readUInt8(at + 1);
    const length = hasSegment(kind) && at + 4 <= jpeg.length ? jpeg.readUInt16BE(at + 2) : 0;
    if (hasSegment(kind) || kind === marker.endOfImage) {
      yield { kind, at, segment: jpeg.subarray(at + 4, at + 2 + length) };
    }
    if (kind === marker.endOfImage) return;
    at += kind === 0xff ? 1 : 2 + length;
  }
}

/** Stuffed zeros, restarts and fill bytes have none. */
function hasSegment(kind: number): boolean {
  return kind >= 0xc0 && kind !== 0xff && !(kind >= 0xd0 && kind <= 0xd9);
}
