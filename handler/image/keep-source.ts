import type { Metadata } from "sharp";
import type { Format } from "../../contract/settings.ts";
import { ancillaryParts } from "./formats/ancillary-parts.ts";
import { type Blocks, carriesAsAsked } from "./metadata/carrier.ts";
import type { Recipe } from "./recipe.ts";
import type { Decodable } from "./render.ts";

/**
 * Whether a source could stand as its own output: of the format, upright, in sRGB, with the metadata that was asked for, and nothing
 * else beside the image, such as a profile or a second picture.
 */
export function canServeAsOutput(
  { bytes, header, blocks }: Decodable,
  { format, metadata }: Recipe,
): boolean {
  const { orientation = 1, space, depth, icc, hasAlpha = false } = header;
  return (
    isOfFormat(header, format) &&
    orientation === 1 &&
    depth === "uchar" &&
    (space === "srgb" || space === "b-w") &&
    icc === undefined &&
    carriesAsAsked(blocks, metadata) &&
    isEachOf(blocks, ancillaryParts[format](bytes, hasAlpha))
  );
}

function isOfFormat({ format, compression }: Metadata, wanted: Format): boolean {
  return wanted === "avif" ? format === "heif" && compression === "av1" : format === wanted;
}

/** Whether each block is there once, and nothing else: a second one of a kind is shown by nobody. */
function isEachOf({ exif, xmp, iptc }: Blocks, found: string[] | undefined): boolean {
  const shown = Object.entries({ exif, iptc, xmp }).filter(([, block]) => block !== undefined);
  return found?.toSorted().join() === shown.map(([kind]) => kind).join();
}
