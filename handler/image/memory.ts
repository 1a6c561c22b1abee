import type { Metadata } from "sharp";
import type { Rejection } from "../../contract/rejection.ts";
import { type Format, KeptMetadata } from "../../contract/settings.ts";
import { outputSize, type Recipe } from "./recipe.ts";

/** An image as its header announces it, before any pixel is decoded. */
export interface Announced {
  /** Its name from `fileType`. */
  type: string;
  sourceBytes: number;
  header: Pick<Metadata, "width" | "height"> &
    Partial<Metadata> & {
      /** Set where a decoder of ours makes a TIFF of it first, which is kept until the last rendition is made. */
      isConverted?: boolean;
    };
}

interface Shape {
  pixelsPerFrame: number;
  width: number;
  channels: number;
  bytesPerChannel: number;
  /** Counts decoded frames: one where no rendition is animated. */
  frames: number;
}

const mebibyte = 2 ** 20;

/** Node, the bundle, libvips and remains of earlier images; a small function makes do with less. `npm run bench:memory` measures all figures here. */
const [warmProcess, shareOfSmall] = [150 * mebibyte, 0.85];

/** Decoders with output in rows keep about this many, and all rows of a small image. */
const keptRows = 2000;

/** Bytes a pixel: at the highest, and while an encoder takes the pixels. 0 means output in rows. A converted AVIF keeps its raw pixels too. */
const decoders: Record<
  string,
  (header: Announced["header"], shape: Shape) => [highest: number, then: number]
> = {
  jpeg: (header) => both(header.isProgressive ? 2 * samplesPerPixel(header) : 0),
  png: ({ isProgressive }, { channels, bytesPerChannel }) =>
    both(isProgressive ? channels * bytesPerChannel : 0),
  webp: (_, { frames }) => both(4 * frames),
  gif: () => both(5),
  avif: ({ isConverted }) => [21, isConverted ? 8 : 5],
  // This is the worst kind, with planes of one strip each; other TIFFs need no more than their rows.
  tiff: () => both(2.5),
  bmp: () => both(4),
  heic: () => both(11),
};

/** Bytes a pixel: encoders take the whole picture first. WebP's are for photographs; mere noise, which no camera makes, takes up to 28 and 36. */
const encoders: Record<Format, (recipe: Recipe) => [opaque: number, alpha: number]> = {
  jpeg: () => both(7.5),
  webp: ({ quality, effort }) => [quality > 90 ? 16 : 10, effort === "smallest" ? 38 : 22],
  avif: () => [23, 34],
  png: () => [4, 5],
};

export function exceedsMemory(image: Announced, recipes: Recipe[], memoryMiB: number): Rejection | undefined {
  const warm = Math.min(warmProcess, shareOfSmall * memoryMiB * mebibyte);
  const needed = Math.ceil(estimateMemory(image, recipes, warm) / mebibyte);
  if (needed <= memoryMiB) return undefined;
  return {
    reason: "too-much-memory",
    detail: `about ${needed} MiB, more than memoryMiB ${memoryMiB}`,
  };
}

/** Estimates the highest memory of the process, in bytes, while it makes `recipes`: rather too much than too little. */
export function estimateMemory(image: Announced, recipes: Recipe[], processBytes = warmProcess): number {
  const { type, sourceBytes, header } = image;
  const shape = shapeOf(image, recipes);
  const [highest = 0, then = 0] =
    decoders[type]?.(header, shape).map((bytes) => bytes * shape.pixelsPerFrame) ?? [];
  const rows =
    Math.min(shape.pixelsPerFrame, shape.width * keptRows) * shape.channels * shape.bytesPerChannel;
  const rasters = rasterBytes(image, shape, recipes);
  const encoding = encodingBytes(image, shape, recipes);
  const direct = Math.max(highest, then + encoding) + rows;
  const stored = Math.max(highest + rows, header.isConverted ? then + encoding : encoding) + rasters;
  // Normalising may copy the source.
  return processBytes + 2 * sourceBytes + (rasters > 0 ? stored : direct);
}

function both(bytes: number): [number, number] {
  return [bytes, bytes];
}

function shapeOf({ type, header }: Announced, recipes: Recipe[]): Shape {
  const { width, height, pageHeight = height, channels = 4, depth = "uchar" } = header;
  const isAnimated = (type === "gif" || type === "webp") && recipes.some(({ format }) => format === "webp");
  return {
    pixelsPerFrame: width * pageHeight,
    width,
    channels,
    bytesPerChannel: depth === "uchar" ? 1 : 2,
    frames: isAnimated ? (header.pages ?? 1) : 1,
  };
}

/** A JPEG of several scans keeps all coefficients, whatever size it is decoded to. */
function samplesPerPixel({ channels = 4, chromaSubsampling = "" }: Announced["header"]): number {
  if (/^4:(2:0|1:1)/.test(chromaSubsampling)) return channels - 1.5;
  return /^4:(2:2|4:0)/.test(chromaSubsampling) ? channels - 1 : channels;
}

/** Counts rasters wherever pixels cannot go straight from the decoder to the encoder. */
function rasterBytes({ header }: Announced, { pixelsPerFrame, frames }: Shape, recipes: Recipe[]): number {
  const { orientation = 1, hasProfile = true, hasAlpha = false, space = "srgb" } = header;
  const isCarried = recipes.some(({ metadata }) => metadata !== KeptMetadata.strip);
  const isBareCmyk = !hasProfile && space === "cmyk";
  const count = [
    orientation > 1,
    ...[isBareCmyk, isBareCmyk],
    recipes.length > 1 || isCarried,
    isCarried,
  ].filter(Boolean).length;
  const largest = Math.max(...recipes.map((recipe) => outputPixels(header, recipe)));
  // Colours are converted after the resize only where that leaves half of the pixels or fewer.
  const converted = hasProfile && space === "srgb" ? Math.min(largest, pixelsPerFrame / 2) : 0;
  const channels = hasAlpha || space === "cmyk" || frames > 1 ? 4 : 3;
  return channels * (count * largest * frames + converted);
}

/** Adds the outputs to the hungriest encoder's memory, since encoders work one after the other. */
function encodingBytes({ header }: Announced, { frames }: Shape, recipes: Recipe[]): number {
  const taken = recipes.map((recipe) => {
    const [opaque, alpha] = encoders[recipe.format](recipe);
    return outputPixels(header, recipe) * (header.hasAlpha || frames > 1 ? alpha : opaque);
  });
  const isShared = recipes.length > 1 || frames > 1;
  const written = recipes.reduce((sum, recipe) => sum + outputPixels(header, recipe) * frames, 0);
  return Math.max(...taken) + (isShared ? written : 0);
}

function outputPixels(
  { width, height, autoOrient = { width, height } }: Announced["header"],
  recipe: Recipe,
) {
  const size = outputSize(autoOrient, recipe);
  return size.width * size.height;
}
