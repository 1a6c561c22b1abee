import type { RenditionSettings } from "../../contract/settings.ts";

/** The part of a rendition's settings with influence on its image. */
export type Recipe = Omit<
  RenditionSettings,
  "name" | "bucket" | "outputPrefix" | "outputSuffix" | "objectTags" | "cacheControl"
>;

export interface Size {
  width: number;
  height: number;
}

/** WebP's limit on a side serves for all formats. */
const longestSide = 16_383;

/** Scales each side by `scale`, then down to `maxDimension`, and never below one pixel. */
export function outputSize(
  source: Size,
  { scale, maxDimension = longestSide }: Pick<Recipe, "scale" | "maxDimension">,
): Size {
  const factor = Math.min(scale, maxDimension / Math.max(source.width, source.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * factor));
  return { width: side(source.width), height: side(source.height) };
}
