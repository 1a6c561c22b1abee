import { deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { createChunk, uint32 } from "./png-chunks.ts";

export type Colour = number[];

/** Creates an image of one colour; one to four channels make it grey, grey and alpha, RGB or RGBA. */
export function solid(colour: Colour, width = 8, height = width): Sharp {
  const channels = colour.length as 1 | 2 | 3 | 4;
  const image = sharp(Buffer.from(repeated(colour, width * height)), { raw: { width, height, channels } });
  return channels < 3 ? image.toColourspace("b-w") : image;
}

/** Creates the same with 16 bits a channel; `colour` has their 8-bit values. */
export function solid16(colour: Colour, width = 8, height = width): Sharp {
  const channels = colour.length as 1 | 2 | 3 | 4;
  const values = colour.map((value) => value * 257);
  const raw = { width, height, channels };
  return sharp(new Uint16Array(repeated(values, width * height)), { raw }).toColourspace(
    channels < 3 ? "grey16" : "rgb16",
  );
}

function repeated(values: number[], times: number): number[] {
  return Array.from({ length: times }, () => values).flat();
}

/** Creates noise, which compresses badly; it is the same every time. */
export function noise(width = 24, height = width): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  let state = 1;
  for (let at = 0; at < pixels.length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    pixels[at] = state >> 16;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Four quarters: red and green above blue and white. */
export function quarters(width: number, height: number): Sharp {
  const colours = [red, green, blue, white];
  const pixels = Array.from({ length: width * height }, (_, at) => {
    const right = at % width >= width / 2 ? 1 : 0;
    const below = at >= (width * height) / 2 ? 2 : 0;
    return colours[right + below] ?? [];
  });
  return sharp(Buffer.from(pixels.flat()), { raw: { width, height, channels: 3 } });
}

export const red = [255, 0, 0];
export const green = [0, 255, 0];
export const blue = [0, 0, 255];
export const white = [255, 255, 255];

/** Creates `count` different frames, the first one of `colour`. */
export async function animation(colour: Colour, count: number, size = 8): Promise<Sharp> {
  const frames = Array.from({ length: count }, (_, index) => (index === 0 ? colour : [index * 40, 99, 99]));
  const images = await Promise.all(frames.map((frame) => solid(frame, size).png().toBuffer()));
  return sharp(images, { join: { animated: true } });
}

/** Returns the channels of one pixel, converted to sRGB. */
export async function colourAt(image: Uint8Array, x = 0, y = 0): Promise<Colour> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const start = (y * info.width + x) * info.channels;
  return [...data.subarray(start, start + info.channels)];
}

const headerEnd = 33;

/** Adds `profile` to a PNG without changing its pixels; sharp can only convert to a profile. */
export function withProfile(png: Buffer, profile: Buffer): Buffer {
  const chunk = createChunk("iCCP", Buffer.concat([Buffer.from("profile\0\0"), deflateSync(profile)]));
  return Buffer.concat([png.subarray(0, headerEnd), chunk, png.subarray(headerEnd)]);
}

/** Returns an ICC profile bundled with libvips. */
export async function profileNamed(name: "p3" | "srgb"): Promise<Buffer> {
  const { icc } = await sharp(await solid(red).withIccProfile(name).png().toBuffer()).metadata();
  if (icc === undefined) throw new Error(`libvips brings no profile ${name}`);
  return icc;
}

/** Creates a profile for grey whose values are proportional to light. */
export function linearGreyProfile(): Buffer {
  const whitePoint = Buffer.concat([
    Buffer.from("XYZ \0\0\0\0"),
    uint32(0xf6d6),
    uint32(0x10000),
    uint32(0xd32d),
  ]);
  const curve = Buffer.concat([Buffer.from("curv\0\0\0\0"), uint32(1), Buffer.from([1, 0, 0, 0])]);
  const tableAt = 128;
  const dataAt = tableAt + 4 + 2 * 12;
  const head = Buffer.alloc(tableAt);
  head.writeUInt32BE(dataAt + whitePoint.length + curve.length, 0);
  head.writeUInt32BE(0x02100000, 8);
  head.write("mntrGRAYXYZ ", 12);
  head.write("acsp", 36);
  whitePoint.copy(head, 68, 8);
  return Buffer.concat([
    head,
    uint32(2),
    ...[Buffer.from("wtpt"), uint32(dataAt), uint32(whitePoint.length)],
    ...[Buffer.from("kTRC"), uint32(dataAt + whitePoint.length), uint32(curve.length)],
    whitePoint,
    curve,
  ]);
}

/** Creates a black PNG of one bit a pixel with `rows` rows of data, whatever its header says. */
export function blackPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([1, 0, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    createChunk("IHDR", header),
    createChunk("IDAT", deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rows))),
    createChunk("IEND", Buffer.alloc(0)),
  ]);
}

export const endOfImage = Buffer.from([0xff, 0xd9]);

export const jpegMarkers = { quantisation: 0xdb, huffman: 0xc4, startOfScan: 0xda, progressiveFrame: 0xc2 };

/** Finds the first segment of a kind, from its marker. */
export function jpegSegment(jpeg: Buffer, kind: number): number {
  let at = 2;
  while (jpeg[at + 1] !== kind) at += 2 + jpeg.readUInt16BE(at + 2);
  return at;
}

/** Creates a JPEG by hand with grey rows of 8 pixels, each a restart interval of two bytes. */
export function jpegWithRestarts(rows: number): Buffer {
  const oneCode = (kind: number, symbol: number) => [kind, 1, ...Array(15).fill(0), symbol];
  const segment = (kind: number, data: number[]) => [0xff, kind, 0, data.length + 2, ...data];
  const scan = Array.from({ length: rows }, (_, row) => [0x64, 0x7f, 0xff, 0xd0 + (row % 8)]).flat();
  return Buffer.from([
    ...[0xff, 0xd8],
    ...segment(jpegMarkers.quantisation, [0, ...Array(64).fill(8)]),
    ...segment(0xc0, [8, 0, rows * 8, 0, 8, 1, 1, 0x11, 0]),
    ...segment(jpegMarkers.huffman, oneCode(0x00, 7)),
    ...segment(jpegMarkers.huffman, oneCode(0x10, 0)),
    ...segment(0xdd, [0, 1]),
    ...segment(jpegMarkers.startOfScan, [1, 1, 0, 0, 63, 0]),
    ...scan.slice(0, -2),
    ...endOfImage,
  ]);
}
