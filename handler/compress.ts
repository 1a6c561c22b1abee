import sharp, { type Metadata } from "sharp";
import { openUnconverted } from "./converters.ts";
import { fileType } from "./file-type.ts";
import { exceedsPixels } from "./limits.ts";
import type { Rejection } from "./rejection.ts";
import { type Compressed, type Recipe, type Rendered, render } from "./render.ts";
import type { Limits } from "./settings.ts";
import { couldServe } from "./source-serves.ts";

// libvips brings loaders that its authors call untrusted, SVG and PDF among them: only these are needed.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif", "Tiff"].map((name) => `VipsForeignLoad${name}Buffer`),
});
sharp.cache(false);

/** One rendition of an image, or why there can never be one. Only a fault of this machine is thrown. */
export async function compress(
  source: Uint8Array,
  recipe: Recipe,
  limits: Limits,
): Promise<Compressed | Rejection> {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length);
  const type = fileType(bytes);
  if (type === undefined)
    return { reason: "not-an-image", detail: `${bytes.length} bytes of no known image format` };
  if (!type.decodable) return { reason: "unsupported-format", detail: type.name };

  try {
    const unconverted = await openUnconverted(type.name, bytes);
    if (unconverted !== undefined) {
      const { width, height, convert } = unconverted;
      const rejection = exceedsPixels({ width, height, format: "tiff" }, limits);
      return rejection ?? (await compress(await convert(), recipe, limits));
    }
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

/** What was made, or the source's own bytes where they would do and are no more. */
function smaller(
  bytes: Buffer,
  header: Metadata,
  { format }: Recipe,
  { flawless, ...made }: Rendered,
): Compressed {
  const sameSize = header.width === made.width && (header.pageHeight ?? header.height) === made.height;
  const isNoLarger = sameSize && bytes.length <= made.body.length;
  return isNoLarger && flawless && couldServe(bytes, header, format) ? { ...made, body: bytes } : made;
}

/** Memory, temporary files: the same image may pass elsewhere or later. */
function isFaultOfMachine(error: Error): boolean {
  return /out of memory|allocation failed|unable to (allocate|create temp)|cannot allocate|no space left|too many open files/i.test(
    error.message,
  );
}
