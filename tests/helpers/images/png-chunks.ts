import { crc32 } from "node:zlib";

export const signatureBytes = 8;

export interface Chunk {
  /** The position of the length, which name and data follow. */
  at: number;
  name: string;
  data: Buffer;
}

/** Lists the complete chunks of a PNG. */
export function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = signatureBytes;
  while (at + 12 <= png.length) {
    const end = at + 12 + png.readUInt32BE(at);
    if (end > png.length) break;
    chunks.push({ at, name: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

export function createChunk(name: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(name, "latin1"), data]);
  return Buffer.concat([uint32(data.length), typed, uint32(crc32(typed))]);
}

/** Repairs the checksums, so a decoder reads the data behind them. */
export function withChecksums(png: Buffer): Buffer {
  const repaired = Buffer.from(png);
  for (const { at, data } of readChunks(repaired)) {
    const end = at + 8 + data.length;
    repaired.writeUInt32BE(crc32(repaired.subarray(at + 4, end)), end);
  }
  return repaired;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
