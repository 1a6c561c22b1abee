import type { Format } from "../../../contract/settings.ts";
import type { Blocks } from "../metadata/carrier.ts";
import { type Segment, segments } from "./jpeg-scans.ts";

/** A part of a file that the image itself does not need: one of the blocks that libvips shows, or anything else. */
export type Beside = keyof Blocks | "other";

/**
 * What a file holds beside its image, part by part; `undefined` where its parts are not one image that ends with the file. Bytes
 * within the image's own data that no pixel is made of are not found, such as those behind the last row of a baseline JPEG.
 */
export const besideImage: Record<Format, (bytes: Buffer, hasAlpha: boolean) => Beside[] | undefined> = {
  jpeg: besideJpeg,
  png: besidePng,
  webp: besideWebp,
  avif: besideAvif,
};

const [app0, app1, app13, app14] = [0xe0, 0xe1, 0xed, 0xee];
const [progressiveFrame, startOfScan, endOfImage] = [0xc2, 0xda, 0xd9];

/** Tables, frames and scans. */
const plainSegments = new Set([0xc0, 0xc1, progressiveFrame, 0xc4, startOfScan, 0xdb, 0xdd, endOfImage]);
const plainPngChunks = new Set(["IHDR", "PLTE", "tRNS", "sRGB", "sBIT", "pHYs", "IDAT", "IEND"]);
const plainWebpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]);
/** Decoders pass over a second image, and over frames behind a still one. */
const oneWebpImage = /^(VP8X,)?((ALPH,)?VP8 |VP8L)$|^VP8X,ANIM(,ANMF)+$/;
const plainMetaBoxes = new Set(["hdlr", "pitm", "iloc", "iinf", "iprp", "iref"]);
const blockNames = new Map<string, Beside>([
  ["eXIf", "exif"],
  ["EXIF", "exif"],
  ["Exif", "exif"],
  ["XMP ", "xmp"],
  ["mime", "xmp"],
]);

/** Outside of progressive files a second scan takes the place of the first, which nobody sees any more. */
function besideJpeg(bytes: Buffer): Beside[] | undefined {
  const all = [...segments(bytes)];
  const count = (marker: number) => all.filter(({ kind }) => kind === marker).length;
  const last = all.at(-1);
  if (last?.kind !== endOfImage || last.at !== bytes.length - 2) return undefined;
  if (count(progressiveFrame) === 0 && count(startOfScan) > 1) return undefined;
  return all.filter((segment) => !isPlainSegment(segment)).map(besideOfSegment);
}

/** Of the applications' segments only JFIF's without a thumbnail and Adobe's, which say how the image is to be read. */
function isPlainSegment({ kind, segment }: Segment): boolean {
  if (kind === app0)
    return segment.length === 14 && begins(segment, "JFIF\0") && segment.readUInt16BE(12) === 0;
  if (kind === app14) return segment.length === 12 && begins(segment, "Adobe");
  return plainSegments.has(kind);
}

function besideOfSegment({ kind, segment }: Segment): Beside {
  if (kind === app1 && begins(segment, "Exif\0\0")) return "exif";
  if (kind === app1 && begins(segment, "http://ns.adobe.com/xap/1.0/\0")) return "xmp";
  if (kind === app13 && begins(segment, "Photoshop 3.0\0")) return "iptc";
  return "other";
}

function begins(segment: Buffer, name: string): boolean {
  return segment.toString("latin1", 0, name.length) === name;
}

/** Decoders stop at the first IEND. */
function besidePng(bytes: Buffer): Beside[] | undefined {
  const chunks = split(bytes, 8, (at) => ({
    name: nameAt(bytes, at + 4),
    length: 12 + bytes.readUInt32BE(at),
  }));
  const end = chunks?.findIndex(({ name }) => name === "IEND");
  return chunks && end === chunks.length - 1 ? besideOf(chunks, plainPngChunks) : undefined;
}

function besideWebp(bytes: Buffer): Beside[] | undefined {
  const chunks = split(bytes, 12, (at) => {
    const length = bytes.readUInt32LE(at + 4);
    return { name: nameAt(bytes, at), length: 8 + length + (length % 2) };
  });
  const image = chunks?.map(({ name }) => name).filter((name) => plainWebpChunks.has(name));
  return chunks && oneWebpImage.test(`${image}`) ? besideOf(chunks, plainWebpChunks) : undefined;
}

/** Pictures and metadata are items: one is the image, and one more its alpha. */
function besideAvif(bytes: Buffer, hasAlpha: boolean): Beside[] | undefined {
  const top = boxes(bytes, 0);
  if (top?.map(({ name }) => name).join() !== "ftyp,meta,mdat") return undefined;
  const meta = boxes(top[1]?.bytes, 12);
  const list = meta?.find(({ name }) => name === "iinf");
  if (!meta?.every(({ name }) => plainMetaBoxes.has(name))) return undefined;
  const items = boxes(list?.bytes, 14)?.map(({ bytes: entry }) => ({ name: nameAt(entry, 16) }));
  const pictures = items?.filter(({ name }) => name === "av01").length;
  return items && pictures === (hasAlpha ? 2 : 1) ? besideOf(items, new Set(["av01"])) : undefined;
}

function besideOf(parts: { name: string }[], plain: Set<string>): Beside[] {
  return parts.filter(({ name }) => !plain.has(name)).map(({ name }) => blockNames.get(name) ?? "other");
}

function boxes(bytes: Buffer | undefined, start: number) {
  if (bytes === undefined) return undefined;
  return split(bytes, start, (at) => ({ name: nameAt(bytes, at + 4), length: bytes.readUInt32BE(at) }));
}

/** `undefined` when the parts do not fill the bytes exactly. */
function split(bytes: Buffer, start: number, read: (at: number) => { name: string; length: number }) {
  const parts: { name: string; bytes: Buffer }[] = [];
  let at = start;
  while (at + 8 <= bytes.length) {
    const { name, length } = read(at);
    if (length < 8) return undefined;
    parts.push({ name, bytes: bytes.subarray(at, at + length) });
    at += length;
  }
  return at === bytes.length ? parts : undefined;
}

function nameAt(bytes: Buffer, at: number): string {
  return bytes.toString("latin1", at, at + 4);
}
