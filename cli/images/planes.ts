import sharp, { type Sharp } from "sharp";
import { decode } from "../../handler/image/decode.ts";
import { fileType } from "../../handler/image/file-type.ts";
import { frameCount } from "../../handler/image/limits.ts";
import { openImage } from "../../handler/image/open.ts";
import type { Size } from "../../handler/image/recipe.ts";

/** Holds the luma of each pixel, row by row, as JPEG and video compute it. */
export interface Plane extends Size {
  values: Uint8Array;
}

/**
 * Renders the source as its output shows it, by the handler's own steps up to the encoder: upright, in sRGB,
 * at the output's size, first frame only.
 */
export async function sourcePlane(
  source: Buffer,
  size: Size,
  background: string,
): Promise<Plane & { isAnimation: boolean }> {
  const type = fileType(source)?.name ?? "";
  const { bytes, header } = await openImage(type, source);
  const image = await decode(
    (options) => sharp(bytes, { failOn: "none", limitInputPixels: false, ...options }),
    header,
    size,
    false,
  );
  const isAnimation = header.format !== "heif" && frameCount(header) > 1;
  return { ...(await planeOf(image, background)), isAnimation };
}

export function outputPlane(output: Buffer, background: string): Promise<Plane> {
  return planeOf(sharp(output, { limitInputPixels: false }), background);
}

async function planeOf(image: Sharp, background: string): Promise<Plane> {
  const { data, info } = await image
    .flatten({ background })
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1) return { values: data, width, height };
  const values = new Uint8Array(width * height);
  for (let at = 0; at < values.length; at += 1) {
    const [red = 0, green = 0, blue = 0] = [
      data[channels * at],
      data[channels * at + 1],
      data[channels * at + 2],
    ];
    values[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return { values, width, height };
}
