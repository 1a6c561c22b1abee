import type { AvifOptions, JpegOptions, PngOptions, WebpOptions } from "sharp";
import type { Effort, Format } from "../../contract/settings.ts";

interface EncoderOptions {
  jpeg: JpegOptions;
  webp: WebpOptions;
  avif: AvifOptions;
  png: PngOptions;
}

/** Selects mozjpeg's table tuned for MS-SSIM: fewer bytes for the same look, and no more time. */
const quantisationTable = 2;

/** Options of each encoder by effort. Where an effort has several, the smallest output wins. `docs/effort.md` has their cost and saving. */
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
