import { sum } from "../terminal/amounts.ts";
import type { Mean } from "./money.ts";
import type { Picture } from "./picture.ts";

/** Images that are alike, and all of them together. */
export interface Summary {
  class: string;
  images: number;
  bytesIn: number;
  /** Of the pipeline's own output. */
  bytesOut: number;
  /** Of 100 bytes; below 0 where outputs are larger. */
  savedPercent: number;
  /** SSIM: the mean of all, and the worst. */
  ssim: number;
  lowestSsim: number;
  /** Of one image, on this machine. */
  seconds: number;
}

/** The classes with the most bytes first. */
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

/** Of what there is at least one of, beside so many that were rejected. */
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
