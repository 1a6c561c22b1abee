import { sum } from "../terminal/amounts.ts";
import type { Mean } from "./money.ts";
import type { Picture } from "./picture.ts";

/** Summarises the images of one class, or all images. */
export interface Summary {
  class: string;
  images: number;
  bytesIn: number;
  /** Counts only the pipeline's own outputs. */
  bytesOut: number;
  /** Is below 0 where outputs are larger. */
  savedPercent: number;
  /** Averages the SSIM of all images. */
  ssim: number;
  lowestSsim: number;
  /** Averages the time for one image, on this machine. */
  seconds: number;
}

/** Puts the classes with the most bytes first. */
export function summariesOf(pictures: Picture[]): Summary[] {
  const classes = Map.groupBy(pictures, (picture) => picture.class);
  return [...classes].map(([name, same]) => summaryOf(name, same)).sort((a, b) => b.bytesIn - a.bytesIn);
}

export function summaryOf(name: string, pictures: Picture[]): Summary {
  const bytesIn = sum(pictures.map((picture) => picture.bytesIn));
  const bytesOut = sum(pictures.map(ownBytes));
  const similarities = pictures.map(({ ssim }) => ssim);
  return {
    class: name,
    images: pictures.length,
    bytesIn,
    bytesOut,
    savedPercent: (100 * (bytesIn - bytesOut)) / bytesIn,
    ssim: sum(similarities) / pictures.length,
    lowestSsim: Math.min(...similarities),
    seconds: sum(pictures.map(({ milliseconds }) => milliseconds)) / 1000 / pictures.length,
  };
}

/** Averages `pictures`; without any, the means are NaN. */
export function meanOf(pictures: Picture[], rejected: number): Mean {
  const mean = (of: (picture: Picture) => number) => sum(pictures.map(of)) / pictures.length;
  return {
    share: pictures.length / (pictures.length + rejected),
    milliseconds: mean(({ milliseconds }) => milliseconds),
    bytesIn: mean(({ bytesIn }) => bytesIn),
    bytesOut: (pictures[0]?.bytesOut ?? []).map((_, at) => mean(({ bytesOut }) => bytesOut[at] ?? 0)),
  };
}

function ownBytes({ bytesIn, bytesOut: [own = bytesIn] }: Picture): number {
  return own;
}
