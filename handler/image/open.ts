import sharp, { type Metadata } from "sharp";
import { normalised } from "./formats/normalise.ts";
import { openConvertible } from "./formats/open-convertible.ts";
import type { Announced } from "./memory.ts";
import type { Decodable } from "./render.ts";

/**
 * Opens an image: its bytes are normalised, and converted to TIFF where libvips cannot decode them. `type` is its name from `fileType`.
 * `refuse` judges the header before any pixel is decoded; a refusal is returned in place of the image.
 *
 * @throws {Error} When the bytes end early or make no sense.
 */
export async function openImage<Refusal = never>(
  type: string,
  bytes: Buffer,
  refuse?: (header: Announced["header"], sourceBytes: number) => Refusal | undefined,
): Promise<Decodable | Refusal> {
  const source = normalised(type, bytes);
  const convertible = await openConvertible(type, source);
  if (convertible === undefined) {
    const header = await readHeader(source);
    return refuse?.(header, source.length) ?? { bytes: source, header, blocks: header };
  }
  const refusal = refuse?.(convertible, source.length);
  if (refusal !== undefined) return refusal;
  const tiff = await convertible.convert();
  return { bytes: tiff, header: await readHeader(tiff), blocks: convertible.blocks };
}

function readHeader(bytes: Buffer): Promise<Metadata> {
  return sharp(bytes, { limitInputPixels: false }).metadata();
}
