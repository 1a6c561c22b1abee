import type { Plane } from "./planes.ts";

/** The windows are those of x264 and ffmpeg: 8 × 8 pixels, one every 4, all pixels with equal weight. */
const [side, step] = [8, 4];

/** These keep divisors away from 0, for values up to 255. */
const [forMeans, forVariances] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];

/**
 * Returns the SSIM of two planes of one size; 1 means they are the same.
 *
 * @see Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
 * similarity", 2004
 */
export function similarity(a: Plane, b: Plane): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new Error("Only planes of one size can be compared");
  const [width, height] = [Math.min(side, a.width), Math.min(side, a.height)];
  let [sum, windows] = [0, 0];
  for (let y = 0; y + height <= a.height; y += step) {
    for (let x = 0; x + width <= a.width; x += step) {
      sum += windowSimilarity(a, b, { x, y, width, height });
      windows += 1;
    }
  }
  return sum / windows;
}

function windowSimilarity(
  a: Plane,
  b: Plane,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let row = y; row < y + height; row += 1) {
    const start = row * a.width + x;
    for (let at = start; at < start + width; at += 1) {
      const [valueA, valueB] = [a.values[at] as number, b.values[at] as number];
      sumA += valueA;
      sumB += valueB;
      squaresA += valueA * valueA;
      squaresB += valueB * valueB;
      products += valueA * valueB;
    }
  }
  const count = width * height;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const spread = (squaresA + squaresB) / count - meanA * meanA - meanB * meanB;
  const common = products / count - meanA * meanB;
  return (
    ((2 * meanA * meanB + forMeans) * (2 * common + forVariances)) /
    ((meanA * meanA + meanB * meanB + forMeans) * (spread + forVariances))
  );
}
