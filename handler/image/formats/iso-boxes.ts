import { exactParts, type FilePart, nameAt, type PartLayout, wholeParts } from "./file-parts.ts";

/** A box of an ISO base media file (ISO/IEC 14496-12). */
export type Box = FilePart;

/** Version and flags, which some boxes have in front of the boxes inside. */
export const versionBytes = 4;

const brandBytes = 4;
export const majorBrandAt = 8;

/** Tolerates what follows the last whole box. */
export function boxesOf(bytes: Buffer): Box[] {
  return [...wholeParts(bytes, 0, anyBox)];
}

/** Returns `undefined` unless boxes fill the bytes exactly, each with its length in 32 bits. */
export function exactBoxesOf(bytes: Buffer): Box[] | undefined {
  return exactParts(bytes, 0, shortBox);
}

export function contentsOf(boxes: Box[], type: string): Buffer[] {
  return boxes.filter(({ name }) => name === type).map(({ content }) => content);
}

/** The brands in the first box, major one first; the minor version is among them. The box may be cut off. */
export function brandsOf(bytes: Buffer): string[] {
  if (bytes.length < majorBrandAt || nameAt(bytes, 4) !== "ftyp") return [];
  const box = bytes.subarray(0, bytes.readUInt32BE());
  const count = Math.floor(Math.max(0, box.length - majorBrandAt) / brandBytes);
  return Array.from({ length: count }, (_, index) => nameAt(box, majorBrandAt + index * brandBytes));
}

/** A length of 0 reaches to the end of the file, and a length of 1 stands for 64 bits behind the type. */
function anyBox(bytes: Buffer, at: number): PartLayout {
  const length = bytes.readUInt32BE(at);
  if (length === 0) return { name: nameAt(bytes, at + 4), headBytes: 8, contentBytes: bytes.length - at - 8 };
  if (length !== 1 || at + 16 > bytes.length) return shortBox(bytes, at);
  const contentBytes = Number(bytes.readBigUInt64BE(at + 8)) - 16;
  return { name: nameAt(bytes, at + 4), headBytes: 16, contentBytes };
}

function shortBox(bytes: Buffer, at: number): PartLayout {
  return { name: nameAt(bytes, at + 4), headBytes: 8, contentBytes: bytes.readUInt32BE(at) - 8 };
}
