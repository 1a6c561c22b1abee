import type { Limits, RenditionSettings } from "../../../contract/settings.ts";

export const limits: Limits = {
  maxPixels: 1_000_000,
  maxBytes: 1_000_000,
  maxFrames: 10,
  memoryMiB: 1769,
};

/** A rendition with as few changes as possible, apart from `changes`. */
export function rendition(changes: Partial<RenditionSettings> = {}): RenditionSettings {
  return {
    name: "main",
    bucket: "outputs",
    quality: 90,
    scale: 1,
    format: "jpeg",
    background: "#ffffff",
    metadata: "strip",
    effort: "balanced",
    outputPrefix: "",
    outputSuffix: "",
    ...changes,
  };
}
