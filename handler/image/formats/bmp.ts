import { type BmpHeader, readBmpHeader } from "./bmp-header.ts";
import { paintRuns } from "./bmp-rle.ts";
import type { Convertible } from "./convertible.ts";
import { createTiff } from "./tiff.ts";

type ReadRow = (row: Buffer, pixels: Buffer) => void;

export async function openBmp(bmp: Buffer): Promise<Convertible> {
  const header = readBmpHeader(bmp);
  const { width, height, compression } = header;
  // Pixels without a run are transparent.
  const mayHaveAlpha = alphaMask(header) !== 0 || compression !== "none";
  return {
    width,
    height,
    hasAlpha: mayHaveAlpha,
    channels: mayHaveAlpha ? 4 : 3,
    isConverted: true,
    blocks: {},
    convert: async () => (compression === "none" ? rows(bmp, header) : runs(bmp, header)),
  };
}

function rows(bmp: Buffer, header: BmpHeader): Buffer {
  const { width, height, bits, pixelsAt, bottomUp } = header;
  const rowBytes = Math.ceil((width * bits) / 8);
  const stride = Math.ceil(rowBytes / 4) * 4;
  if (pixelsAt + stride * (height - 1) + rowBytes > bmp.length)
    throw new Error("A BMP that ends within its rows");
  const row = (y: number) => {
    const start = pixelsAt + (bottomUp ? height - 1 - y : y) * stride;
    return bmp.subarray(start, start + rowBytes);
  };
  const channels = hasAlpha(header, row) ? 4 : 3;
  const { file, pixels } = createTiff({ ...header, channels });
  const readRow = rowReader(header, channels);
  for (let y = 0; y < height; y += 1)
    readRow(row(y), pixels.subarray(y * width * channels, (y + 1) * width * channels));
  return file;
}

function alphaMask({ bits, masks: [, , , mask = 0] }: BmpHeader): number {
  return bits === 16 || bits === 32 ? mask : 0;
}

/** Requires a pixel with alpha: some programs declare alpha and leave it all 0, which every viewer ignores. */
function hasAlpha(header: BmpHeader, row: (y: number) => Buffer): boolean {
  const { height, bits } = header;
  const mask = alphaMask(header);
  if (mask === 0) return false;
  const read = pixelReader(bits);
  for (let y = 0; y < height; y += 1) {
    const bytes = row(y);
    for (let at = 0; at < bytes.length; at += bits / 8) if ((read(bytes, at) & mask) !== 0) return true;
  }
  return false;
}

function rowReader({ bits, palette, masks }: BmpHeader, channels: 3 | 4): ReadRow {
  if (bits <= 8) return (row, pixels) => readIndexed(row, pixels, bits, palette);
  return bits === 24 ? readBgr : maskReader(bits, masks.slice(0, channels));
}

function readIndexed(row: Buffer, pixels: Buffer, bits: number, palette: Buffer): void {
  for (let x = 0, at = 0; at < pixels.length; x += 1, at += 3) {
    const byte = row[(x * bits) >> 3] ?? 0;
    const index = (byte >> (8 - bits - ((x * bits) & 7))) & (2 ** bits - 1);
    copyColour(palette, index, pixels, at);
  }
}

function copyColour(palette: Buffer, index: number, pixels: Buffer, at: number): void {
  pixels[at] = palette[index * 3] ?? 0;
  pixels[at + 1] = palette[index * 3 + 1] ?? 0;
  pixels[at + 2] = palette[index * 3 + 2] ?? 0;
}

function readBgr(row: Buffer, pixels: Buffer): void {
  for (let at = 0; at < pixels.length; at += 3) {
    pixels[at] = row[at + 2] ?? 0;
    pixels[at + 1] = row[at + 1] ?? 0;
    pixels[at + 2] = row[at] ?? 0;
  }
}

function pixelReader(bits: number): (row: Buffer, at: number) => number {
  return bits === 16 ? (row, at) => row.readUInt16LE(at) : (row, at) => row.readUInt32LE(at);
}

function maskReader(bits: number, masks: number[]): ReadRow {
  const read = pixelReader(bits);
  const channels = masks.map(channelOf);
  return (row, pixels) => {
    for (let from = 0, to = 0; to < pixels.length; from += bits / 8) {
      const pixel = read(row, from);
      for (const { mask, shift, values } of channels) pixels[to++] = values[(pixel & mask) >>> shift] ?? 0;
    }
  };
}

/** Tabulates the 8-bit values of a channel; more than 8 bits are cut to the highest 8. */
function channelOf(mask: number): { mask: number; shift: number; values: Uint8Array } {
  const lowest = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const length = mask === 0 ? 0 : 32 - Math.clz32(mask) - lowest;
  const bits = Math.min(length, 8);
  const most = Math.max(2 ** bits - 1, 1);
  const values = Uint8Array.from({ length: 2 ** bits }, (_, value) => Math.round((value * 255) / most));
  return { mask, shift: lowest + length - bits, values };
}

/** Pixels without a run are transparent, as in browsers. */
function runs(bmp: Buffer, header: BmpHeader): Buffer {
  const { width, height, palette, bottomUp } = header;
  let painted = 0;
  paintRuns(bmp, header, () => {
    painted += 1;
  });
  const channels = painted === width * height ? 3 : 4;
  const { file, pixels } = createTiff({ ...header, channels });
  paintRuns(bmp, header, (x, y, index) => {
    const at = ((bottomUp ? height - 1 - y : y) * width + x) * channels;
    copyColour(palette, index, pixels, at);
    if (channels === 4) pixels[at + 3] = 255;
  });
  return file;
}
