/** Markers of ITU-T T.81, table B.1. */
export const markers = {
  baselineFrame: 0xc0,
  extendedFrame: 0xc1,
  progressiveFrame: 0xc2,
  huffmanTables: 0xc4,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantisationTables: 0xdb,
  restartInterval: 0xdd,
  app0: 0xe0,
  app1: 0xe1,
  app13: 0xed,
  app14: 0xee,
} as const;

export const endOfImage = Buffer.from([0xff, markers.endOfImage]);

/** The first bytes of segments with metadata, in front of the block itself. */
export const segmentHeaders = {
  exif: "Exif\0\0",
  xmp: "http://ns.adobe.com/xap/1.0/\0",
  photoshop: "Photoshop 3.0\0",
} as const;

/** The longest payload: a segment's length has 16 bits and counts itself. */
export const longestPayload = 0xff_ff - 2;

export interface Segment {
  kind: number;
  at: number;
  payload: Buffer;
}

/** Yields the segments up to the first end of an image, but not those of a picture inside a segment. Passes over stray bytes. */
export function* segments(jpeg: Buffer): Generator<Segment> {
  for (let at = jpeg.indexOf(0xff, 2); at >= 0 && at + 1 < jpeg.length; at = jpeg.indexOf(0xff, at)) {
    const kind = jpeg.readUInt8(at + 1);
    const length = hasPayload(kind) && at + 4 <= jpeg.length ? jpeg.readUInt16BE(at + 2) : 0;
    if (hasPayload(kind) || kind === markers.endOfImage) {
      yield { kind, at, payload: jpeg.subarray(at + 4, at + 2 + length) };
    }
    if (kind === markers.endOfImage) return;
    at += kind === 0xff ? 1 : 2 + length;
  }
}

/** Returns `undefined` when the block is too long for a segment. A block may have its header already. */
export function createSegment(marker: number, header: string, block: Buffer): Buffer | undefined {
  const payload = hasHeader(block, header) ? block : Buffer.concat([Buffer.from(header, "latin1"), block]);
  if (payload.length > longestPayload) return undefined;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

export function insertSegments(jpeg: Buffer, added: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...added, jpeg.subarray(2)]);
}

export function hasHeader(bytes: Buffer, header: string): boolean {
  return bytes.toString("latin1", 0, header.length) === header;
}

/** Stuffed zeros, restarts and fill bytes have none. */
function hasPayload(kind: number): boolean {
  return kind >= 0xc0 && kind !== 0xff && !(kind >= 0xd0 && kind <= 0xd9);
}
