import type { Rejection } from "../../contract/rejection.ts";
import type { Limits } from "../../contract/settings.ts";
import type { Compressed } from "./encode.ts";
import { fileType } from "./file-type.ts";
import { canServeAsOutput } from "./keep-source.ts";
import { exceedsPixels, isImpossible } from "./limits.ts";
import { type Announced, estimateMemory, exceedsMemory } from "./memory.ts";
import { openImage } from "./open.ts";
import type { Recipe } from "./recipe.ts";
import { type Decodable, render } from "./render.ts";
import { DecoderWithoutMemory, saysOutOfMemory, secondLook } from "./second-look.ts";

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

  let announced: Announced | undefined;
  const attempt = async () => {
    const image = await openImage(type.name, bytes, (header, sourceBytes) => {
      announced = { type: type.name, sourceBytes, header };
      return exceeds(announced, recipes, limits);
    });
    if ("reason" in image) return image;
    const { images, flawless } = await render(image, recipes, limits);
    return images.map((made, at) => smaller(image, made, recipes[at], flawless));
  };

  try {
    return await attempt().catch((error) => {
      const needed = announced === undefined ? bytes.length : estimateMemory(announced, recipes);
      return secondLook(error, needed, attempt);
    });
  } catch (error) {
    if (!(error instanceof Error) || isFaultOfOurs(error)) throw error;
    const detail = [...new Set(error.message.split("\n"))].join(" ");
    if (error instanceof DecoderWithoutMemory && announced !== undefined)
      return { reason: "too-much-memory", detail };
    return { reason: unsupported.test(detail) ? "unsupported-format" : "corrupt", detail };
  }
}

/** Rejects an image with more than may be decoded, judged by its header. */
function exceeds(image: Announced, recipes: Recipe[], limits: Limits): Rejection | undefined {
  // A converted image has one frame, and no format of libvips: "raw" stands for none.
  const header = { format: "raw" as const, ...image.header };
  return (
    isImpossible(header) ?? exceedsPixels(header, limits) ?? exceedsMemory(image, recipes, limits.memoryMiB)
  );
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
  if (error instanceof DecoderWithoutMemory) return false;
  return (
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    saysOutOfMemory(error) ||
    faultOfFiles.test(error.message)
  );
}

const faultOfFiles = /unable to create temp|no space left|too many open files/i;

/** The decoders know these kinds of TIFF, JPEG and HEIF, and do not read them. */
const unsupported =
  /compression (support is not configured|format has not been built in)|unsupported (JPEG data precision|feature:)|cumulated byte limit/i;
