import type { Metadata } from "sharp";
import type { Format } from "../../contract/settings.ts";
import { ancillaryParts } from "./formats/ancillary-parts.ts";
import { type Blocks, carriesAsAsked } from "./metadata/carrier.ts";
import type { Recipe } from "./recipe.ts";
import type { Decodable } from "./render.ts";

/** The source must be upright, in sRGB, of the format, with the metadata asked for and nothing else, such as a profile or second picture. */
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

/** Requires each block exactly once, and nothing else: no metadata shows a second block of a kind. */
function isEachOf({ exif, xmp, iptc }: Blocks, found: string[] | undefined): boolean {
  const shown = Object.entries({ exif, iptc, xmp }).filter(([, block]) => block !== undefined);
  return found?.toSorted().join() === shown.map(([kind]) => kind).join();
}
