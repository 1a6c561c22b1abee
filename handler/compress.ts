import sharp, { type FailOnOptions, type Metadata, type Sharp } from "sharp";
import { fileType } from "./file-type.ts";
import { encodeJpeg } from "./jpeg.ts";
import { allFramesFactor, animatedFormats, exceedsPixels } from "./limits.ts";
import type { Rejection } from "./rejection.ts";
import type { Format, Limits, RenditionSettings } from "./settings.ts";
import { couldServe } from "./source-serves.ts";

type Recipe = Pick<RenditionSettings, "quality" | "scale" | "maxDimension" | "format" | "background">;

export interface Compressed {
  body: Buffer;
  width: number;
  height: number;
}

/** The longest side of an output: WebP's limit, and for all formats the same. */
const longestSide = 16_383;

// libvips brings loaders that its authors call untrusted, SVG and PDF among them: only these are needed.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff"].map((name) => `VipsForeignLoad${name}Buffer`),
});
sharp.cache(false);

/** One rendition of an image, or why there can never be one. Only a fault of this machine is thrown. */
export async function compress(
  bytes: Uint8Array,
  recipe: Recipe,
  limits: Limits,
): Promise<Compressed | Rejection> {
  const type = fileType(bytes);
  if (type === undefined)
    return { reason: "not-an-image", detail: `${bytes.length} bytes of no known image format` };
  if (!type.decodable) return { reason: "unsupported-format", detail: type.name };

  try {
    const header = await sharp(bytes, { limitInputPixels: false }).metadata();
    return (
      exceedsPixels(header, limits) ??
      smaller(bytes, header, recipe, await render(bytes, header, recipe, limits))
    );
  } catch (error) {
    if (!(error instanceof Error) || isFaultOfMachine(error)) throw error;
    return { reason: "corrupt", detail: error.message };
  }
}

/** What was made, and whether the decoder had nothing to say of the source. */
interface Rendered extends Compressed {
  flawless: boolean;
}

/** What was made, or the source's own bytes where they would do and are no more. */
function smaller(
  bytes: Uint8Array,
  header: Metadata,
  { format }: Recipe,
  { flawless, ...made }: Rendered,
): Compressed {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const sameSize = header.width === made.width && (header.pageHeight ?? header.height) === made.height;
  const isNoLarger = sameSize && bytes.length <= made.body.length;
  return isNoLarger && flawless && couldServe(source, header, format) ? { ...made, body: source } : made;
}

async function render(
  bytes: Uint8Array,
  header: Metadata,
  recipe: Recipe,
  limits: Limits,
): Promise<Rendered> {
  const animated = recipe.format === "webp" && animatedFormats.has(header.format) && (header.pages ?? 1) > 1;
  const limitInputPixels = limits.maxPixels * (animated ? allFramesFactor : 1);
  const size = outputSize(header.autoOrient, recipe);
  const encode = async (input: Uint8Array, failOn: FailOnOptions): Promise<Rendered> => {
    const image = withEightBitColours(sharp(input, { failOn, animated, limitInputPixels }), header)
      .autoOrient()
      .resize({ ...size, fit: "fill" })
      .toColourspace("srgb");
    const { data, info } = await encoders[recipe.format](image, recipe).toBuffer({ resolveWithObject: true });
    const height = info.pageHeight ?? info.height;
    return {
      body: data,
      width: info.width,
      height,
      flawless: header.format !== "jpeg" || failOn === "warning",
    };
  };
  return header.format === "jpeg"
    ? encodeJpeg(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encode)
    : encode(bytes, "error");
}

/**
 * Left alone, sharp turns 16-bit colours with a profile into Display P3 without saying so, skips the profile of 16-bit
 * grey, and gives transparent grey a grey background. A profile of grey needs grey to start from.
 */
function withEightBitColours(image: Sharp, { space, hasAlpha, hasProfile }: Metadata): Sharp {
  const grey = space === "b-w" || space === "grey16";
  if (grey && hasProfile) return space === "grey16" ? image.pipelineColourspace("b-w") : image;
  return space === "rgb16" || (grey && hasAlpha) ? image.pipelineColourspace("srgb") : image;
}

/** The size of the output: `scale` of each side, then at most `maxDimension`, and at least one pixel. */
export function outputSize(
  source: { width: number; height: number },
  { scale, maxDimension = longestSide }: Pick<Recipe, "scale" | "maxDimension">,
): { width: number; height: number } {
  const factor = Math.min(scale, maxDimension / Math.max(source.width, source.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * factor));
  return { width: side(source.width), height: side(source.height) };
}

const encoders: Record<Format, (image: Sharp, recipe: Recipe) => Sharp> = {
  jpeg: (image, { quality, background }) =>
    image.flatten({ background }).jpeg({ quality, progressive: true, optimiseCoding: true }),
  webp: (image, { quality }) => image.webp({ quality }),
  avif: (image, { quality }) => image.avif({ quality }),
  png: (image) => image.png({ compressionLevel: 9 }),
};

/** Memory, temporary files: the same image may pass elsewhere or later. */
function isFaultOfMachine(error: Error): boolean {
  return /out of memory|unable to (allocate|create temp)|cannot allocate|no space left|too many open files/i.test(
    error.message,
  );
}
