import { readChunks } from "../helpers/images/png-chunks.ts";
import type { Random } from "../helpers/random.ts";
import type { SourceFormat } from "./sources.ts";

interface Field {
  at: number;
  bytes: number;
  order: "BE" | "LE";
}

type FindFields = (file: Buffer) => Field[];

/** Values at the limits of formats, encoders and the function, and accepted ones far beyond the pixels in the file. */
const limits = [0, 1, 255, 16_383, 16_384, 65_535, 0x7fffffff, 0xffffffff];
const accepted = [500, 2000, 5000, 9000, 10_000];

/** Changes the width, the height or both in the header, so they differ from the pixels. */
export function withOtherDimensions(file: Buffer, format: SourceFormat, random: Random): Buffer {
  const changed = Buffer.from(file);
  const fields = finders[format](file).filter(({ at, bytes }) => at + bytes <= file.length);
  const all = random.happens(0.5);
  const sides = random.happens(0.6) ? accepted : limits;
  for (const { at, bytes, order } of fields) {
    if (!all && random.happens(0.5)) continue;
    const value = random.pick(sides) % 2 ** (bytes * 8);
    if (order === "BE") changed.writeUIntBE(value, at, bytes);
    else changed.writeUIntLE(value, at, bytes);
  }
  return changed;
}

const fields = (order: Field["order"], bytes: number, ...places: number[]): Field[] =>
  places.map((at) => ({ at, bytes, order }));

const finders: Record<SourceFormat, FindFields> = {
  jpeg: (file) => framesOf(file).flatMap((at) => fields("BE", 2, at + 5, at + 7)),
  png: (file) => {
    const animations = readChunks(file).filter(({ name }) => name === "acTL" || name === "fcTL");
    return [...fields("BE", 4, 16, 20), ...animations.flatMap(({ at }) => fields("BE", 4, at + 8, at + 12))];
  },
  webp: (file) => {
    const kind = file.toString("latin1", 12, 16);
    if (kind === "VP8X") return fields("LE", 3, 24, 27);
    return kind === "VP8 " ? fields("LE", 2, 26, 28) : fields("LE", 4, 21);
  },
  avif: extentsOf,
  heic: extentsOf,
  gif: () => fields("LE", 2, 6, 8),
  tiff: (file) => (file.readUInt16LE(2) === 42 ? directoryFields(file) : bigDirectoryFields(file)),
  bmp: (file) => (file.readUInt32LE(14) === 12 ? fields("LE", 2, 18, 20) : fields("LE", 4, 18, 22)),
};

/** Finds the frame headers of a JPEG, including its thumbnail's. */
function framesOf(jpeg: Buffer): number[] {
  return [...jpeg.keys()].filter(
    (at) => jpeg[at] === 0xff && /^c[012]$/.test(jpeg.toString("hex", at + 1, at + 2)),
  );
}

/** Every image of a HEIF has its size in a box `ispe`, behind its version. */
function extentsOf(heif: Buffer): Field[] {
  const places: number[] = [];
  for (let at = heif.indexOf("ispe"); at >= 0; at = heif.indexOf("ispe", at + 4)) places.push(at);
  return places.flatMap((at) => fields("BE", 4, at + 8, at + 12));
}

/** The tags of width, height, rows of a strip, and the sides of a tile. */
const sizeTags = new Set([256, 257, 278, 322, 323]);

function directoryFields(tiff: Buffer): Field[] {
  const start = tiff.readUInt32LE(4);
  const entries = Array.from({ length: tiff.readUInt16LE(start) }, (_, index) => start + 2 + index * 12);
  return sizesAmong(tiff, entries, 8);
}

function bigDirectoryFields(tiff: Buffer): Field[] {
  const start = Number(tiff.readBigUInt64LE(8));
  const count = Number(tiff.readBigUInt64LE(start));
  const entries = Array.from({ length: count }, (_, index) => start + 8 + index * 20);
  return sizesAmong(tiff, entries, 12);
}

function sizesAmong(tiff: Buffer, entries: number[], valueAt: number): Field[] {
  const short = 3;
  return entries
    .filter((at) => sizeTags.has(tiff.readUInt16LE(at)))
    .flatMap((at) => fields("LE", tiff.readUInt16LE(at + 2) === short ? 2 : 4, at + valueAt));
}
