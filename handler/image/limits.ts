import type { Metadata } from "sharp";
import type { Rejection } from "../../contract/rejection.ts";
import type { Limits } from "../../contract/settings.ts";

/** All frames of an animation together may have this many times the pixels of one. */
export const allFramesFactor = 4;

/** The pages of these formats are frames of one animation. The pages of a TIFF are documents, of which the first is taken. */
const animatedFormats = new Set<string>(["gif", "webp", "heif"]);

export function exceedsPixels(
  header: Pick<Metadata, "width" | "height" | "format" | "pages" | "pageHeight">,
  limits: Limits,
): Rejection | undefined {
  const pixels = header.width * (header.pageHeight ?? header.height);
  const frames = frameCount(header);
  if (frames > limits.maxFrames) {
    return { reason: "too-many-frames", detail: `${frames} frames, more than maxFrames ${limits.maxFrames}` };
  }
  if (pixels > limits.maxPixels) {
    return { reason: "too-many-pixels", detail: `${pixels} pixels, more than maxPixels ${limits.maxPixels}` };
  }
  if (pixels * frames > limits.maxPixels * allFramesFactor) {
    const allowed = limits.maxPixels * allFramesFactor;
    return {
      reason: "too-many-pixels",
      detail: `${pixels * frames} pixels in ${frames} frames, more than ${allFramesFactor} × maxPixels, ${allowed}`,
    };
  }
  return undefined;
}

/** Counts the frames of an animation; 1 for a still image. */
export function frameCount({ format, pages }: Pick<Metadata, "format" | "pages">): number {
  return animatedFormats.has(format) ? (pages ?? 1) : 1;
}
