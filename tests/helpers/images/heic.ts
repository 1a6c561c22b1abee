import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { openConvertible } from "../../../handler/image/formats/open-convertible.ts";
import { root } from "../root.ts";
import type { Colour } from "./images.ts";

const folder = join(root, "tests/fixtures/heic");

export function heic(name: string): Buffer {
  return readFileSync(join(folder, `${name}.heic`));
}

export async function converted(bytes: Buffer): Promise<{ announced: number[]; tiff: Buffer }> {
  const image = await openConvertible("heic", bytes);
  if (image === undefined) throw new Error("No converter for HEIC");
  return { announced: [image.width, image.height], tiff: await image.convert() };
}

/** Returns the colours in the middles of an image's four quarters, converted to sRGB. */
export async function quarterColours(image: Buffer): Promise<Colour[]> {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  return [
    [1, 1],
    [3, 1],
    [1, 3],
    [3, 3],
  ].map(([x = 0, y = 0]) => {
    const pixel = Math.floor((y * info.height) / 4) * info.width + Math.floor((x * info.width) / 4);
    return [...data.subarray(pixel * info.channels, (pixel + 1) * info.channels)];
  });
}
