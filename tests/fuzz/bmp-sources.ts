import { createBmp, packRows } from "../helpers/images/bmp.ts";
import type { Colour } from "../helpers/images/images.ts";

const [width, height] = [61, 40];

type Parts = Omit<Parameters<typeof createBmp>[0], "width" | "height" | "data" | "bits">;

/** Pixel values of `bits` bits, in shapes with some repetition. */
function rowsOf(bits: number): number[][] {
  const value = (x: number, y: number) => (Math.imul((x >> 3) * 7 + y, 0x9e3779b1) >>> (32 - bits)) >>> 0;
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => value(x, y)));
}

function paletteOf(bits: number): Colour[] {
  return Array.from({ length: 2 ** bits }, (_, index) => [(index * 37) % 256, (index * 91) % 256, index]);
}

function indexed(bits: number, parts: Parts = {}): () => Buffer {
  const data = packRows(rowsOf(bits), bits);
  return () => createBmp({ width, height, bits, data, palette: paletteOf(bits), ...parts });
}

function direct(bits: number, parts: Parts = {}, imageHeight = height): () => Buffer {
  return () => createBmp({ width, height: imageHeight, bits, data: packRows(rowsOf(bits), bits), ...parts });
}

/** Encodes runs, a jump, and literal pixels. */
function runLength(bits: 4 | 8): () => Buffer {
  const palette = paletteOf(bits);
  const compression = bits === 8 ? 1 : 2;
  const written = bits === 8 ? [0, 4, 1, 2, 3, 4] : [0, 4, 0x12, 0x34];
  const row = (y: number) => [20, y % 16, 0, 2, 3, 0, ...written, 30, 7, 0, 0];
  const data = Buffer.from([...Array.from({ length: height }, (_, y) => row(y)).flat(), 0, 1]);
  return () => createBmp({ width, height, bits, data, palette, compression });
}

const argb = [0xff0000, 0xff00, 0xff, 0xff000000];

/** Every supported kind of BMP, and a rejected one. */
export const bmpSources: Record<string, () => Buffer> = {
  "1 bit": indexed(1),
  "4 bit of OS/2": indexed(4, { headerBytes: 12 }),
  "8 bit": indexed(8),
  "8 bit of OS/2 2": indexed(8, { headerBytes: 64 }),
  "16 bit": direct(16),
  "16 bit with masks": direct(16, { compression: 3, masks: [0xf800, 0x7e0, 0x1f] }),
  "24 bit": direct(24),
  "24 bit, top-down": direct(24, {}, -height),
  "32 bit": direct(32),
  "32 bit with alpha": direct(32, { headerBytes: 108, compression: 3, masks: argb }),
  "32 bit with a profile": direct(32, { headerBytes: 124, profile: Buffer.alloc(200, 1) }),
  "run lengths of 4 bit": runLength(4),
  "run lengths of 8 bit": runLength(8),
  "a JPEG inside": direct(24, { compression: 4 }),
};
