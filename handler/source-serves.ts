import type { Metadata } from "sharp";
import { type Blocks, carriesAsAsked } from "./metadata.ts";
import type { Recipe } from "./recipe.ts";
import type { Decodable } from "./render.ts";
import type { Format } from "./settings.ts";

/**
 * Whether a source could stand as its own output: of the format, upright, in sRGB, with the metadata that was asked for, and nothing
 * else beside the image, such as a profile or a second picture.
 */
export function couldServe({ bytes, header, blocks }: Decodable, { format, metadata }: Recipe): boolean {
  const { orientation = 1, space, depth, icc } = header;
  return (
    isOfFormat(header, format) &&
    orientation === 1 &&
    depth === "uchar" &&
    (space === "srgb" || space === "b-w") &&
    icc === undefined &&
    carriesAsAsked(blocks, metadata) &&
    holdsOnlyImage[format](bytes, blocks)
  );
}

function isOfFormat({ format, compression }: Metadata, wanted: Format): boolean {
  return wanted === "avif" ? format === "heif" && compression === "av1" : format === wanted;
}

const holdsOnlyImage: Record<Format, (bytes: Buffer, blocks: Blocks) => boolean> = {
  jpeg: (bytes, blocks) => isOnly(jpegSegments(bytes), plainSegments, metadataSegments, blocks),
  png: (bytes, blocks) => isOnly(chunks(bytes, 8, "BE"), plainPngChunks, metadataChunks, blocks),
  webp: (bytes, blocks) => isOnly(chunks(bytes, 12, "LE"), plainWebpChunks, metadataChunks, blocks),
  // What else an AVIF may hold are items of its one meta box: sharp tells the three kinds that cameras write.
  avif: () => true,
};

/** Whether all parts make the image, but for one that holds each block: a second one of a kind is shown by nobody. */
function isOnly<Name>(
  parts: Name[] | undefined,
  plain: Set<Name>,
  metadata: Set<Name>,
  { exif, xmp, iptc }: Blocks,
): boolean {
  const others = parts?.filter((part) => !plain.has(part));
  const count = [exif, xmp, iptc].filter((block) => block !== undefined).length;
  return others?.length === count && others.every((part) => metadata.has(part));
}

const [app0, app1, app13, app14, startOfScan] = [0xe0, 0xe1, 0xed, 0xee, 0xda];

/** Tables and frames; of the applications' segments only JFIF's and Adobe's, which say how the image is to be read. */
const plainSegments = new Set([app0, app14, 0xc0, 0xc1, 0xc2, 0xc4, 0xdb, 0xdd]);
const metadataSegments = new Set([app1, app13]);
const plainPngChunks = new Set(["IHDR", "PLTE", "tRNS", "sRGB", "sBIT", "pHYs", "IDAT", "IEND"]);
const plainWebpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]);
const metadataChunks = new Set(["eXIf", "EXIF", "XMP "]);

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
