import sharp, { type Metadata, type Sharp } from "sharp";
import type { Format } from "../../contract/settings.ts";
import { effortOptions } from "./effort.ts";
import type { Recipe, Size } from "./recipe.ts";

export interface Compressed extends Size {
  body: Buffer;
}

/** An animation's delays in milliseconds and its loops, which pixels do not carry. */
export type Timing = Pick<Metadata, "delay" | "loop">;

/** Upright pixels in sRGB, with the frames of an animation below each other. */
export interface Pixels extends Size {
  data: Buffer;
  channels: 1 | 2 | 3 | 4;
  pageHeight?: number | undefined;
}

export function encode(image: Sharp, recipe: Recipe, timing: Timing = {}): Promise<Compressed> {
  return encodeFlat(flattened(image, recipe), recipe, timing);
}

async function encodeFlat(image: Sharp, recipe: Recipe, timing: Timing): Promise<Compressed> {
  const variants = encoders[recipe.format](image, recipe, timing);
  const made: Compressed[] = [];
  for (const variant of variants) {
    const { data, info } = await variant.toBuffer({ resolveWithObject: true });
    made.push({ body: data, width: info.width, height: info.pageHeight ?? info.height });
  }
  return made.reduce((smallest, other) => (other.body.length < smallest.body.length ? other : smallest));
}

/** Encodes with the metadata of `carrier`, whose black pixel is enlarged and then painted over with the image. */
export async function encodeOn(carrier: Buffer, image: Sharp, recipe: Recipe): Promise<Compressed> {
  const { data, ...raw } = await toPixels(flattened(image, recipe));
  const { width, height, channels } = raw;
  const black = sharp(carrier).resize({ width, height, fit: "fill", kernel: "nearest" });
  const transparent = Buffer.alloc(channels === 4 ? width * height : 0);
  const canvas =
    channels === 4 ? black.joinChannel(transparent, { raw: { width, height, channels: 1 } }) : black;
  return encodeFlat(canvas.boolean(data, "or", { raw }).keepMetadata(), recipe, {});
}

export async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels, pageHeight } = info;
  return { data, width, height, channels: channels as Pixels["channels"], pageHeight };
}

export function fromPixels({ data, pageHeight, ...size }: Pixels): Sharp {
  const raw = { ...size, ...(pageHeight !== undefined && { pageHeight }) };
  return sharp(data, { raw, animated: pageHeight !== undefined, limitInputPixels: false });
}

function flattened(image: Sharp, { format, background }: Recipe): Sharp {
  return format === "jpeg" ? image.flatten({ background }) : image;
}

const encoders: Record<Format, (image: Sharp, recipe: Recipe, timing: Timing) => Sharp[]> = {
  jpeg: (image, { quality, effort }) =>
    effortOptions.jpeg[effort].map((options) => image.clone().jpeg({ quality, ...options })),
  webp: (image, { quality, effort }, timing) =>
    effortOptions.webp[effort].map((options) => image.clone().webp({ quality, ...options, ...timing })),
  avif: (image, { quality, effort }) =>
    effortOptions.avif[effort].map((options) => image.clone().avif({ quality, ...options })),
  png: (image, { effort }) => effortOptions.png[effort].map((options) => image.clone().png(options)),
};
