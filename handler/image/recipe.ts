import type { RenditionSettings } from "../../contract/settings.ts";

/** What of a rendition's settings makes its image. */
export type Recipe = Omit<
  RenditionSettings,
  "name" | "bucket" | "outputPrefix" | "outputSuffix" | "objectTags" | "cacheControl"
>;

export interface Size {
  width: number;
  height: number;
}

/** The longest side of an output: WebP's limit, and for all formats the same. */
const longestSide = 16_383;

/** The size of the output: `scale` of each side, then at most `maxDimension`, and at least one pixel. */
export function outputSize(
  source: Size,
  { scale, maxDimension = longestSide }: Pick<Recipe, "scale" | "maxDimension">,
): Size {
  const factor = Math.min(scale, maxDimension / Math.max(source.width, source.height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * factor));
  return { width: side(source.width), height: side(source.height) };
}
