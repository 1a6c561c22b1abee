import type { Metadata } from "sharp";
import type { Format } from "./settings.ts";

/**
 * Whether a source of this format could stand as its own output: upright, in sRGB, and holding an image and nothing else, such
 * as a profile, a position or a second picture.
 */
export function couldServe(bytes: Buffer, header: Metadata, format: Format): boolean {
  const { orientation = 1, space, depth, icc, exif, xmp, iptc } = header;
  return (
    isOfFormat(header, format) &&
    orientation === 1 &&
    depth === "uchar" &&
    (space === "srgb" || space === "b-w") &&
    [icc, exif, xmp, iptc].every((extra) => extra === undefined) &&
    holdsOnlyImage[format](bytes)
  );
}

function isOfFormat({ format, compression }: Metadata, wanted: Format): boolean {
  return wanted === "avif" ? format === "heif" && compression === "av1" : format === wanted;
}

const holdsOnlyImage: Record<Format, (bytes: Buffer) => boolean> = {
  jpeg: (bytes) => jpegSegments(bytes)?.every((marker) => plainSegments.has(marker)) ?? false,
  png: (bytes) => chunks(bytes, 8, "BE")?.every((name) => plainPngChunks.has(name)) ?? false,
  webp: (bytes) => chunks(bytes, 12, "LE")?.every((name) => plainWebpChunks.has(name)) ?? false,
  // What else an AVIF may hold are items of its one meta box: sharp tells the three kinds that cameras write.
  avif: () => true,
};

const [app0, app14, startOfScan] = [0xe0, 0xee, 0xda];

/** Tables and frames; of the applications' segments only JFIF's and Adobe's, which say how the image is to be read. */
const plainSegments = new Set([...[app0, app14, 0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd]]);
const plainPngChunks = new Set(["IHDR", "PLTE", "tRNS", "sRGB", "sBIT", "pHYs", "IDAT", "IEND"]);
const plainWebpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]);

/** The markers before the first scan; `undefined` when what ends the image is not the end of the file. */
function jpegSegments(bytes: Buffer): number[] | undefined {
  if (bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return undefined;
  const markers: number[] = [];
  for (let at = 2; at + 4 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff) return undefined;
    if (marker === startOfScan) return markers;
    markers.push(marker);
  }
  return undefined;
}

/** The names of a PNG's or WebP's chunks; `undefined` when they do not fill the file exactly. */
function chunks(bytes: Buffer, start: number, order: "BE" | "LE"): string[] | undefined {
  const names: string[] = [];
  let at = start;
  while (at + 8 <= bytes.length) {
    const big = order === "BE";
    const length = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at + 4);
    names.push(bytes.toString("latin1", big ? at + 4 : at, big ? at + 8 : at + 4));
    at += big ? 12 + length : 8 + length + (length % 2);
  }
  return at === bytes.length ? names : undefined;
}
