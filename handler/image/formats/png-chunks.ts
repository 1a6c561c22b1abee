import { crc32 } from "node:zlib";
import { exactParts, type FilePart, nameAt, type PartLayout, wholeParts } from "./file-parts.ts";

const signatureBytes = 8;
const checksumBytes = 4;

/** Tolerates what follows the last whole chunk. */
export function chunksOf(png: Buffer): Generator<FilePart> {
  return wholeParts(png, signatureBytes, chunk);
}

/** Returns `undefined` unless chunks fill the file exactly. */
export function exactChunksOf(png: Buffer): FilePart[] | undefined {
  return exactParts(png, signatureBytes, chunk);
}

export function createChunk(name: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const bytes = Buffer.alloc(4 + named.length + checksumBytes);
  bytes.writeUInt32BE(content.length);
  named.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(named), 4 + named.length);
  return bytes;
}

function chunk(bytes: Buffer, at: number): PartLayout {
  const contentBytes = bytes.readUInt32BE(at);
  return { name: nameAt(bytes, at + 4), headBytes: 8, contentBytes, tailBytes: checksumBytes };
}
