import type { Metadata } from "sharp";
import type { Rejection } from "../../contract/rejection.ts";
import { type Format, KeptMetadata } from "../../contract/settings.ts";
import { outputSize, type Recipe } from "./recipe.ts";

/** What is known of an image before any of its pixels is decoded. */
export interface Announced {
  /** By its bytes, as `fileType` names it. */
  type: string;
  sourceBytes: number;
  header: Pick<Metadata, "width" | "height"> &
    Partial<Metadata> & {
      /** Whether a decoder of ours makes a TIFF of it first, which is kept until the last rendition is made. */
      isConverted?: boolean;
    };
}

interface Shape {
  /** Of one frame. */
  pixels: number;
  width: number;
  channels: number;
  /** Of one channel of one pixel. */
  depthBytes: number;
  /** That are decoded: of what stays still in every rendition, the first only. */
  frames: number;
}

const mebibyte = 2 ** 20;

/**
 * Node, the bundle, libvips, and what images before left in a function; a small one has to do with less. `npm run bench:memory`
 * measures all figures of this file.
 */
const [warmProcess, shareOfSmall] = [150 * mebibyte, 0.85];

/** Decoders that give out rows keep some: about this many, and those of a small image all. */
const keptRows = 2000;

/**
 * What a decoder takes for each pixel: at its highest, and while an encoder takes its pixels. What is not said to be whole is
 * given out in rows. Of a converted AVIF the raw pixels are kept too.
 */
const decoders: Record<
  string,
  (header: Announced["header"], shape: Shape) => [highest: number, then: number]
> = {
  jpeg: (header) => both(header.isProgressive ? 2 * samplesPerPixel(header) : 0),
  png: ({ isProgressive }, { channels, depthBytes }) => both(isProgressive ? channels * depthBytes : 0),
  webp: (_, { frames }) => both(4 * frames),
  gif: () => both(5),
  avif: ({ isConverted }) => [21, isConverted ? 8 : 5],
  // Of planes that are one strip each: what other TIFFs take is the rows.
  tiff: () => both(2.5),
  bmp: () => both(4),
  heic: () => both(11),
};

/**
 * Encoders take the whole picture before they write: bytes a pixel, of opaque ones and of those with alpha. WebP's are those of
 * photographs: mere noise, which no camera makes, takes up to 28 and 36.
 */
const encoders: Record<Format, (recipe: Recipe) => [opaque: number, alpha: number]> = {
  jpeg: () => both(7.5),
  webp: ({ quality, effort }) => [quality > 90 ? 16 : 10, effort === "smallest" ? 38 : 22],
  avif: () => [23, 34],
  png: () => [4, 5],
};

/** A rejection when a function of `memoryMiB` would be killed while it makes `recipes` of an image. */
export function exceedsMemory(image: Announced, recipes: Recipe[], memoryMiB: number): Rejection | undefined {
  const warm = Math.min(warmProcess, shareOfSmall * memoryMiB * mebibyte);
  const needed = Math.ceil(estimateMemory(image, recipes, warm) / mebibyte);
  if (needed <= memoryMiB) return undefined;
  return {
    reason: "too-much-memory",
    detail: `about ${needed} MiB, more than memoryMiB ${memoryMiB}`,
  };
}

/** The most memory, in bytes, that the process has while it makes `recipes` of an image: rather too much than too little. */
export function estimateMemory(image: Announced, recipes: Recipe[], processBytes = warmProcess): number {
  const { type, sourceBytes, header } = image;
  const shape = shapeOf(image, recipes);
  const [highest = 0, then = 0] = decoders[type]?.(header, shape).map((bytes) => bytes * shape.pixels) ?? [];
  const rows = Math.min(shape.pixels, shape.width * keptRows) * shape.channels * shape.depthBytes;
  const rasters = rasterBytes(image, shape, recipes);
  const encoding = encodingBytes(image, shape, recipes);
  const direct = Math.max(highest, then + encoding) + rows;
  const stored = Math.max(highest + rows, header.isConverted ? then + encoding : encoding) + rasters;
  // A source is copied where libvips has to be told what it passes over.
  return processBytes + 2 * sourceBytes + (rasters > 0 ? stored : direct);
}

function both(bytes: number): [number, number] {
  return [bytes, bytes];
}

function shapeOf({ type, header }: Announced, recipes: Recipe[]): Shape {
  const { width, height, pageHeight = height, channels = 4, depth = "uchar" } = header;
  const isAnimated = (type === "gif" || type === "webp") && recipes.some(({ format }) => format === "webp");
  return {
    pixels: width * pageHeight,
    width,
    channels,
    depthBytes: depth === "uchar" ? 1 : 2,
    frames: isAnimated ? (header.pages ?? 1) : 1,
  };
}

/** Of a JPEG of several scans all coefficients are kept, whatever size it is decoded to. */
function samplesPerPixel({ channels = 4, chromaSubsampling = "" }: Announced["header"]): number {
  if (/^4:(2:0|1:1)/.test(chromaSubsampling)) return channels - 1.5;
  return /^4:(2:2|4:0)/.test(chromaSubsampling) ? channels - 1 : channels;
}

/** Wherever pixels cannot go straight from the decoder to the encoder. */
function rasterBytes({ header }: Announced, { pixels, frames }: Shape, recipes: Recipe[]): number {
  const { orientation = 1, hasProfile = true, hasAlpha = false, space = "srgb" } = header;
  const isCarried = recipes.some(({ metadata }) => metadata !== KeptMetadata.strip);
  const isOfBareInks = !hasProfile && space === "cmyk";
  const count = [
    orientation > 1,
    ...[isOfBareInks, isOfBareInks],
    recipes.length > 1 || isCarried,
    isCarried,
  ].filter(Boolean).length;
  const largest = Math.max(...recipes.map((recipe) => outputPixels(header, recipe)));
  // Colours are converted after the resize only where that leaves half of the pixels or fewer.
  const converted = hasProfile && space === "srgb" ? Math.min(largest, pixels / 2) : 0;
  const channels = hasAlpha || space === "cmyk" || frames > 1 ? 4 : 3;
  return channels * (count * largest * frames + converted);
}

/** What the hungriest encoder takes, since one works after the other, and what all of them write. */
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
