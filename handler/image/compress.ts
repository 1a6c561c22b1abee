import type { Rejection } from "../../contract/rejection.ts";
import type { Limits } from "../../contract/settings.ts";
import type { Compressed } from "./encode.ts";
import { fileType } from "./file-type.ts";
import { canServeAsOutput } from "./keep-source.ts";
import { exceedsPixels } from "./limits.ts";
import { type Announced, exceedsMemory } from "./memory.ts";
import { openImage } from "./open.ts";
import type { Recipe } from "./recipe.ts";
import { type Decodable, render } from "./render.ts";

/** Makes renditions of an image from one decode, or rejects it for good. Only a fault of this machine is thrown. */
export async function compress(
  source: Uint8Array,
  recipes: Recipe[],
  limits: Limits,
): Promise<Compressed[] | Rejection> {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length);
  const type = fileType(bytes);
  if (type === undefined)
    return { reason: "not-an-image", detail: `${bytes.length} bytes of no known image format` };
  if (!type.decodable) return { reason: "unsupported-format", detail: type.name };

  try {
    const image = await openImage(type.name, bytes, exceeds(limits, recipes, type.name));
    if ("reason" in image) return image;
    const { images, flawless } = await render(image, recipes, limits);
    return images.map((made, at) => smaller(image, made, recipes[at], flawless));
  } catch (error) {
    if (!(error instanceof Error) || isFaultOfOurs(error)) throw error;
    const detail = [...new Set(error.message.split("\n"))].join(" ");
    return { reason: unsupported.test(detail) ? "unsupported-format" : "corrupt", detail };
  }
}

/** Creates a judge of headers, which rejects an image with more than may be decoded. */
function exceeds(limits: Limits, recipes: Recipe[], type: string) {
  // A converted image has one frame, and no format of libvips: "raw" stands for none.
  return (header: Announced["header"], sourceBytes: number): Rejection | undefined =>
    exceedsPixels({ format: "raw", ...header }, limits) ??
    exceedsMemory({ type, sourceBytes, header }, recipes, limits.memoryMiB);
}

/** Prefers the source's own bytes where they would do and are no more. */
function smaller(
  image: Decodable,
  made: Compressed,
  recipe: Recipe | undefined,
  flawless: boolean,
): Compressed {
  const { bytes, header } = image;
  const sameSize = header.width === made.width && (header.pageHeight ?? header.height) === made.height;
  const isNoLarger = sameSize && bytes.length <= made.body.length;
  return isNoLarger && flawless && recipe !== undefined && canServeAsOutput(image, recipe)
    ? { ...made, body: bytes }
    : made;
}

/** Finds faults of memory, temporary files, or this code: the same image may pass elsewhere or later. */
function isFaultOfOurs(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || faultOfMachine.test(error.message);
}

const faultOfMachine =
  /out of memory|allocation failed|unable to (allocate|create temp)|cannot allocate|no space left|too many open files/i;

/** The decoders know these kinds of TIFF, JPEG and HEIF, and do not read them. */
const unsupported =
  /compression (support is not configured|format has not been built in)|unsupported (JPEG data precision|feature:)|cumulated byte limit/i;
