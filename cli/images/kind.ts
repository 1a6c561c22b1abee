import type { Plane } from "./planes.ts";

/**
 * In a graphic most pixels equal the one before and the rest differ a lot; in a photo nearly all differ a
 * bit.
 */
const [flat, little] = [0.5, 8];

/** Guesses from the pixels: photos come from a camera; screenshots, charts and text are graphics. */
export function kindOf({ values, width }: Plane): "photo" | "graphic" {
  let [equal, near, pairs] = [0, 0, 0];
  for (let at = 1; at < values.length; at += 1) {
    if (at % width === 0) continue;
    const difference = Math.abs((values[at] as number) - (values[at - 1] as number));
    pairs += 1;
    if (difference === 0) equal += 1;
    else if (difference <= little) near += 1;
  }
  return equal >= flat * pairs && near <= (pairs - equal) / 2 ? "graphic" : "photo";
}
