import type { Format } from "../../../contract/settings.ts";
import type { Blocks } from "../metadata/carrier.ts";
import { exactParts, type FilePart, nameAt, type PartLayout } from "./file-parts.ts";
import { exactBoxesOf, versionBytes } from "./iso-boxes.ts";
import { hasHeader, markers, type Segment, segmentHeaders, segments } from "./jpeg-segments.ts";
import { exactChunksOf } from "./png-chunks.ts";

/** A part of a file without which the image stays the same: a block of metadata, or anything else. */
export type AncillaryPart = keyof Blocks | "other";

/**
 * Lists the ancillary parts of a file; `undefined` unless the file is one image and ends with it. Unused bytes within the image's
 * own data are not found, such as bytes behind the last row of a baseline JPEG.
 */
export const ancillaryParts: Record<
  Format,
  (bytes: Buffer, hasAlpha: boolean) => AncillaryPart[] | undefined
> = { jpeg: partsOfJpeg, png: partsOfPng, webp: partsOfWebp, avif: partsOfAvif };

const plainSegments = new Set<number>([
  markers.baselineFrame,
  markers.extendedFrame,
  markers.progressiveFrame,
  markers.huffmanTables,
  markers.startOfScan,
  markers.quantisationTables,
  markers.restartInterval,
  markers.endOfImage,
]);
const plainPngChunks = new Set(["IHDR", "PLTE", "tRNS", "sRGB", "sBIT", "pHYs", "IDAT", "IEND"]);
const plainWebpChunks = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]);
/** Decoders pass over a second image, and over frames behind a still one. */
const oneWebpImage = /^(VP8X,)?((ALPH,)?VP8 |VP8L)$|^VP8X,ANIM(,ANMF)+$/;
const plainMetaBoxes = new Set(["hdlr", "pitm", "iloc", "iinf", "iprp", "iref"]);
const blockNames = new Map<string, AncillaryPart>([
  ["eXIf", "exif"],
  ["EXIF", "exif"],
  ["Exif", "exif"],
  ["XMP ", "xmp"],
  ["mime", "xmp"],
]);

/** In a file without progressive frames a second scan replaces the first, which nobody sees any more. */
function partsOfJpeg(bytes: Buffer): AncillaryPart[] | undefined {
  const all = [...segments(bytes)];
  const count = (marker: number) => all.filter(({ kind }) => kind === marker).length;
  const last = all.at(-1);
  if (last?.kind !== markers.endOfImage || last.at !== bytes.length - 2) return undefined;
  if (count(markers.progressiveFrame) === 0 && count(markers.startOfScan) > 1) return undefined;
  return all.filter((segment) => !isPlainSegment(segment)).map(partOfSegment);
}

/** JFIF's segment without a thumbnail, and Adobe's, are needed to decode the image. */
function isPlainSegment({ kind, payload }: Segment): boolean {
  if (kind === markers.app0)
    return payload.length === 14 && hasHeader(payload, "JFIF\0") && payload.readUInt16BE(12) === 0;
  if (kind === markers.app14) return payload.length === 12 && hasHeader(payload, "Adobe");
  return plainSegments.has(kind);
}

function partOfSegment({ kind, payload }: Segment): AncillaryPart {
  if (kind === markers.app1 && hasHeader(payload, segmentHeaders.exif)) return "exif";
  if (kind === markers.app1 && hasHeader(payload, segmentHeaders.xmp)) return "xmp";
  if (kind === markers.app13 && hasHeader(payload, segmentHeaders.photoshop)) return "iptc";
  return "other";
}

/** Decoders stop at the first IEND. */
function partsOfPng(bytes: Buffer): AncillaryPart[] | undefined {
  const chunks = exactChunksOf(bytes);
  const end = chunks?.findIndex(({ name }) => name === "IEND");
  return chunks && end === chunks.length - 1 ? without(plainPngChunks, chunks) : undefined;
}

function partsOfWebp(bytes: Buffer): AncillaryPart[] | undefined {
  const chunks = exactParts(bytes, 12, riffChunk);
  const image = chunks?.map(({ name }) => name).filter((name) => plainWebpChunks.has(name));
  return chunks && oneWebpImage.test(`${image}`) ? without(plainWebpChunks, chunks) : undefined;
}

function riffChunk(bytes: Buffer, at: number): PartLayout {
  const contentBytes = bytes.readUInt32LE(at + 4);
  return { name: nameAt(bytes, at), headBytes: 8, contentBytes, tailBytes: contentBytes % 2 };
}

/** Pictures and metadata are items: one is the image, and one more its alpha. */
function partsOfAvif(bytes: Buffer, hasAlpha: boolean): AncillaryPart[] | undefined {
  const top = exactBoxesOf(bytes);
  if (top?.map(({ name }) => name).join() !== "ftyp,meta,mdat") return undefined;
  const meta = boxesBehind(versionBytes, top[1]);
  if (!meta?.every(({ name }) => plainMetaBoxes.has(name))) return undefined;
  const list = meta.find(({ name }) => name === "iinf");
  const items = boxesBehind(versionBytes + itemCountBytes, list)?.map(itemOf);
  const pictures = items?.filter(({ name }) => name === "av01").length;
  return items && pictures === (hasAlpha ? 2 : 1) ? without(new Set(["av01"]), items) : undefined;
}

const itemCountBytes = 2;

function boxesBehind(start: number, box: FilePart | undefined): FilePart[] | undefined {
  return box && exactBoxesOf(box.content.subarray(start));
}

function itemOf({ content }: FilePart): { name: string } {
  return { name: nameAt(content, 8) };
}

function without(plain: Set<string>, parts: { name: string }[]): AncillaryPart[] {
  return parts.filter(({ name }) => !plain.has(name)).map(({ name }) => blockNames.get(name) ?? "other");
}
