import sharp from "sharp";
import { openBmp } from "../../../handler/image/formats/bmp.ts";
import type { Colour } from "./images.ts";

interface BmpParts {
  width: number;
  height: number;
  bits: number;
  /** Pixels as they lie in the file. */
  data: Buffer;
  headerBytes?: number;
  compression?: number;
  palette?: Colour[];
  /** Red, green, blue and, where the header has it, alpha. */
  masks?: number[];
  profile?: Buffer;
}

/** Creates a BMP with any header; a negative height is top-down. */
export function createBmp(parts: BmpParts): Buffer {
  const { headerBytes = 40, data, masks = [], palette = [], profile = Buffer.alloc(0) } = parts;
  const header = headerBytes === 12 ? os2Header(parts) : windowsHeader(parts);
  const masksBehind = headerBytes === 40 ? longs(masks) : Buffer.alloc(0);
  const entries = palette.map(([red = 0, green = 0, blue = 0]) =>
    headerBytes === 12 ? [blue, green, red] : [blue, green, red, 0],
  );
  const beforeData = Buffer.concat([header, masksBehind, Buffer.from(entries.flat())]);
  const fileHeader = Buffer.alloc(14);
  fileHeader.write("BM");
  fileHeader.writeUInt32LE(14 + beforeData.length + data.length + profile.length, 2);
  fileHeader.writeUInt32LE(14 + beforeData.length, 10);
  return Buffer.concat([fileHeader, beforeData, data, profile]);
}

function os2Header({ width, height, bits }: BmpParts): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(12);
  for (const [index, value] of [width, height, 1, bits].entries()) header.writeUInt16LE(value, 4 + index * 2);
  return header;
}

function windowsHeader(parts: BmpParts): Buffer {
  const {
    width,
    height,
    bits,
    data,
    headerBytes = 40,
    compression = 0,
    palette = [],
    masks = [],
    profile,
  } = parts;
  const header = Buffer.alloc(124);
  for (const [at, value] of [
    [0, headerBytes],
    [4, width],
    [8, height],
  ] as const)
    header.writeInt32LE(value, at);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(bits, 14);
  header.writeUInt32LE(compression, 16);
  header.writeUInt32LE(palette.length, 32);
  longs(masks).copy(header, 40);
  if (profile !== undefined) {
    header.write("DEBM", 56);
    header.writeUInt32LE(headerBytes + data.length, 112);
    header.writeUInt32LE(profile.length, 116);
  }
  return header.subarray(0, headerBytes);
}

/** Packs rows of pixel values as BMP does, each padded to four bytes. */
export function packRows(rows: number[][], bits: number): Buffer {
  return Buffer.concat(
    rows.map((row) => {
      const packed = bits < 8 ? packBits(row, bits) : row.flatMap((value) => bytesOf(value, bits / 8));
      return Buffer.from([...packed, ...Array((4 - (packed.length % 4)) % 4).fill(0)]);
    }),
  );
}

function packBits(row: number[], bits: number): number[] {
  const digits = row.map((value) => value.toString(2).padStart(bits, "0")).join("");
  return (digits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2));
}

function bytesOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => (value >>> (8 * index)) & 255);
}

function longs(values: number[]): Buffer {
  return Buffer.from(values.flatMap((value) => bytesOf(value, 4)));
}

/** Decodes the pixels, row by row from the top. */
export async function bmpPixels(bmp: Buffer): Promise<Colour[]> {
  const { data, info } = await sharp(await (await openBmp(bmp)).convert())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const count = info.width * info.height;
  return Array.from({ length: count }, (_, at) => [
    ...data.subarray(at * info.channels, (at + 1) * info.channels),
  ]);
}
