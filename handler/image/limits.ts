import type { Metadata } from "sharp";
import type { Rejection } from "../../contract/rejection.ts";
import type { Limits } from "../../contract/settings.ts";

/** All frames of an animation together may have this many times the pixels of one. */
export const allFramesFactor = 4;

/** The pages of these formats are frames of one animation. The pages of a TIFF are documents, of which the first is taken. */
const animatedFormats = new Set<string>(["gif", "webp", "heif"]);

/** A GIF's screen has 16 bits a side (GIF89a, section 18). */
const longestGifSide = 65_535;

/** Finds a GIF whose frame ends where no screen can: libvips would say that it is out of memory. */
export function isImpossible({
  width,
  height,
  format,
}: Pick<Metadata, "width" | "height" | "format">): Rejection | undefined {
  if (format !== "gif" || Math.max(width, height) <= longestGifSide) return undefined;
  return {
    reason: "corrupt",
    detail: `${width} × ${height} pixels, and a GIF has at most ${longestGifSide} a side`,
  };
}

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
