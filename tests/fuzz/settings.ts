import { withDefaults } from "../../components/checks/check-options.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import { rendition } from "../helpers/images/renditions.ts";

export const buckets = { source: "uploads", output: "outputs" };

const { maxPixels, maxBytes, maxFrames, memoryMiB } = withDefaults({});

/** The component's own limits, none relaxed. */
export function settingsOf(...renditions: RenditionSettings[]): Settings {
  return {
    sourceBucket: buckets.source,
    outputNaming: "append",
    limits: { maxPixels, maxBytes, maxFrames, memoryMiB },
    renditions,
  };
}

/** Settings of the three functions: the defaults, an animation and a photo of one source, and the other formats. */
export const fuzzSettings = {
  default: settingsOf(rendition({ quality: 80 })),
  animation: settingsOf(
    rendition({ name: "photo", scale: 0.5, metadata: "keepWithGps", outputPrefix: "photo/" }),
    rendition({ name: "web", format: "webp", maxDimension: 400, metadata: "copyright", effort: "fast" }),
  ),
  formats: settingsOf(
    rendition({ name: "avif", format: "avif", maxDimension: 300, effort: "fast" }),
    rendition({ name: "png", format: "png", maxDimension: 1000, metadata: "keep", effort: "fast" }),
  ),
};

export type FuzzSettings = keyof typeof fuzzSettings;
