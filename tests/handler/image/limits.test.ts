import test from "ava";
import type { Metadata } from "sharp";
import { exceedsPixels } from "../../../handler/image/limits.ts";
import { outputSize } from "../../../handler/image/recipe.ts";

const limits = { maxPixels: 100, maxBytes: 1000, maxFrames: 5, memoryMiB: 1769 };

function header(format: string, width: number, height: number, pages?: number): Metadata {
  return { format, width, height, ...(pages !== undefined && { pages }) } as Metadata;
}

for (const [title, image, reason] of [
  ["As many pixels as the limit", header("png", 10, 10), undefined],
  ["One pixel more", header("png", 101, 1), "too-many-pixels"],
  ["As many frames as the limit", header("gif", 2, 2, 5), undefined],
  ["One frame more", header("gif", 2, 2, 6), "too-many-frames"],
  ["Frames of four times the pixels together", header("webp", 10, 10, 4), undefined],
  ["Frames of more than four times the pixels together", header("webp", 9, 9, 5), "too-many-pixels"],
  ["More pages of a TIFF than frames are allowed", header("tiff", 10, 10, 1000), undefined],
] as const) {
  test(`${title}: ${reason ?? "passes"}`, (t) => {
    t.is(exceedsPixels(image, limits)?.reason, reason);
  });
}

test("The rejection of an animation says how its pixels were counted", (t) => {
  const rejection = exceedsPixels(header("gif", 10, 9, 5), limits);

  t.is(rejection?.detail, "450 pixels in 5 frames, more than 4 × maxPixels, 400");
});

for (const [source, recipe, expected] of [
  [[4000, 3000], { scale: 1 }, [4000, 3000]],
  [[4000, 3000], { scale: 0.3 }, [1200, 900]],
  [[4000, 3000], { scale: 1, maxDimension: 1600 }, [1600, 1200]],
  [[3000, 4000], { scale: 1, maxDimension: 1600 }, [1200, 1600]],
  [[4000, 3000], { scale: 0.1, maxDimension: 1600 }, [400, 300]],
  [[40, 30], { scale: 1, maxDimension: 1600 }, [40, 30]],
  [[3, 3], { scale: 0.5 }, [2, 2]],
  [[1, 1], { scale: 0.001 }, [1, 1]],
  [[1, 5000], { scale: 0.001 }, [1, 5]],
  [[20_000, 10], { scale: 1 }, [16_383, 8]],
  [[60_000, 60_000], { scale: 0.5 }, [16_383, 16_383]],
] as const) {
  test(`${source.join("×")} with ${JSON.stringify(recipe)} comes out as ${expected.join("×")}`, (t) => {
    const [width, height] = source;

    const size = outputSize({ width, height }, recipe);

    t.deepEqual([size.width, size.height], [...expected]);
  });
}

test("No side grows, and each has at least a pixel and at most maxDimension", (t) => {
  for (let width = 1; width < 400; width += 7) {
    for (const scale of [1, 0.999, 0.33, 0.001]) {
      for (const maxDimension of [1, 2, 99, 16_383]) {
        const size = outputSize({ width, height: 97 }, { scale, maxDimension });

        t.true(size.width >= 1 && size.height >= 1);
        t.true(size.width <= Math.min(width, maxDimension) && size.height <= Math.min(97, maxDimension));
      }
    }
  }
});
