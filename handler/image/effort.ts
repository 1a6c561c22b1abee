import type { AvifOptions, JpegOptions, PngOptions, WebpOptions } from "sharp";
import type { Effort, Format } from "../../contract/settings.ts";

interface EncoderOptions {
  jpeg: JpegOptions;
  webp: WebpOptions;
  avif: AvifOptions;
  png: PngOptions;
}

/** Of the tables that mozjpeg brings, the one tuned for MS-SSIM: fewer bytes for the same look, and no more time. */
const quantisationTable = 2;

/** What `effort` sets of each encoder, and where there are several of an effort the smallest wins; `docs/effort.md` has what they cost and save. */
export const effortOptions: { [Kind in Format]: Record<Effort, EncoderOptions[Kind][]> } = {
  jpeg: {
    fast: [{ progressive: false, optimiseCoding: true, quantisationTable }],
    balanced: [{ progressive: true, optimiseCoding: true, quantisationTable }],
    smallest: [{ mozjpeg: true, quantisationTable }],
  },
  webp: { fast: [{ effort: 2 }], balanced: [{ effort: 5 }], smallest: [{ effort: 6 }] },
  avif: {
    fast: [{ effort: 0, chromaSubsampling: "4:2:0" }],
    balanced: [{ effort: 1, chromaSubsampling: "4:2:0" }],
    smallest: [{ effort: 3, chromaSubsampling: "4:2:0" }],
  },
  // Filters make photographs smaller by two fifths, and flat screenshots larger by up to three quarters.
  png: {
    fast: [{ compressionLevel: 3 }],
    balanced: [{ compressionLevel: 6 }, { compressionLevel: 6, adaptiveFiltering: true }],
    smallest: [{ compressionLevel: 9 }, { compressionLevel: 9, adaptiveFiltering: true }],
  },
};
