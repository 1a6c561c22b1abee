import sharp, { type FailOnOptions, type Metadata, type Sharp, type SharpOptions } from "sharp";
import { isSrgb } from "./icc.ts";
import { encodeJpeg } from "./jpeg.ts";
import { allFramesFactor, frameCount } from "./limits.ts";
import type { Format, Limits, RenditionSettings } from "./settings.ts";

export type Recipe = Pick<RenditionSettings, "quality" | "scale" | "maxDimension" | "format" | "background">;

export interface Compressed {
  body: Buffer;
  width: number;
  height: number;
}

/** What was made, and whether the decoder had nothing to say of the source. */
export interface Rendered extends Compressed {
  flawless: boolean;
}

interface Size {
  width: number;
  height: number;
}

/** The longest side of an output: WebP's limit, and for all formats the same. */
const longestSide = 16_383;

/** Makes one rendition of an image within the limits. */
export async function render(
  bytes: Buffer,
  header: Metadata,
  recipe: Recipe,
  limits: Limits,
): Promise<Rendered> {
  // The pages of a HEIF are pictures of one album as well as frames, and libvips does not say which.
  const animated = recipe.format === "webp" && header.format !== "heif" && frameCount(header) > 1;
  const limitInputPixels = limits.maxPixels * (animated ? allFramesFactor : 1);
  const size = outputSize(header.autoOrient, recipe);
  const encode = async (input: Uint8Array, failOn: FailOnOptions): Promise<Rendered> => {
    const open = (options?: SharpOptions) => sharp(input, { failOn, animated, limitInputPixels, ...options });
    const image = await resized(open, header, size, animated);
    const { data, info } = await encoders[recipe.format](image, recipe).toBuffer({ resolveWithObject: true });
    const flawless = header.format !== "jpeg" || failOn === "warning";
    return { body: data, width: info.width, height: info.pageHeight ?? info.height, flawless };
  };
  return header.format === "jpeg" ? encodeJpeg(bytes, encode) : encode(bytes, "error");
}

/**
 * The upright image in sRGB. libvips converts colours before it resizes, every pixel of them: where half of them go, they
 * go first, which changes a channel by 0.1 of 255 in the mean. Its other spaces need their conversion first.
 */
async function resized(
  open: (options?: SharpOptions) => Sharp,
  header: Metadata,
  size: Size,
  animated: boolean,
): Promise<Sharp> {
  const place = (image: Sharp) => image.autoOrient().resize({ ...size, fit: "fill" });
  const { icc, space, width, height } = header;
  const plain = icc !== undefined && space === "srgb" && !animated;
  const ignoreIcc = plain && isSrgb(icc);
  if (plain && !ignoreIcc && size.width * size.height * 2 <= width * height) {
    const image = place(open({ ignoreIcc: true })).keepIccProfile();
    return sharp(await image.tiff({ compression: "none" }).toBuffer()).toColourspace("srgb");
  }
  return place(withEightBitColours(open({ ignoreIcc }), header)).toColourspace("srgb");
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
  source: Size,
  { scale, maxDimension = longestSide }: Pick<Recipe, "scale" | "maxDimension">,
): Size {
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
