import test from "ava";
import fc from "fast-check";
import type { Limits } from "../../../contract/settings.ts";
import { exceedsPixels } from "../../../handler/image/limits.ts";
import { outputSize } from "../../../handler/image/recipe.ts";
import { holds } from "../../helpers/property.ts";

const longestSide = 16_383;
const runs = 20_000;

/** Small sides, those around the longest allowed in an output, and far longer ones. */
const side = fc.oneof(
  fc.integer({ min: 1, max: 50 }),
  fc.integer({ min: 1, max: 2 * longestSide }),
  fc.integer({ min: 1, max: 1e7 }),
);
const source = fc.record({ width: side, height: side });
const recipe = fc.record(
  {
    scale: fc.oneof(fc.constant(1), fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true })),
    maxDimension: fc.integer({ min: 1, max: longestSide }),
  },
  { requiredKeys: ["scale"] },
);

const longer = ({ width, height }: { width: number; height: number }) => Math.max(width, height);
const shorter = ({ width, height }: { width: number; height: number }) => Math.min(width, height);

test("no side of an output is longer than the source's, and each has at least one pixel", async (t) => {
  const property = fc.property(source, recipe, (source, recipe) => {
    const { width, height } = outputSize(source, recipe);

    return (
      [width, height].every(Number.isInteger) &&
      width >= 1 &&
      height >= 1 &&
      width <= source.width &&
      height <= source.height
    );
  });

  await holds(t, property, runs);
});

test("no output is longer than maxDimension, or than an output may be", async (t) => {
  const property = fc.property(source, recipe, (source, recipe) => {
    return longer(outputSize(source, recipe)) <= (recipe.maxDimension ?? longestSide);
  });

  await holds(t, property, runs);
});

test("the shorter side follows the longer one within a pixel", async (t) => {
  const property = fc.property(source, recipe, (source, recipe) => {
    const output = outputSize(source, recipe);
    const proportional = (shorter(source) * longer(output)) / longer(source);

    return (
      Math.abs(shorter(output) - proportional) <= 1 &&
      (output.width >= output.height || source.width <= source.height)
    );
  });

  await holds(t, property, runs);
});

test("an output is as long as its options say within a pixel", async (t) => {
  const property = fc.property(source, recipe, (source, recipe) => {
    const { scale, maxDimension = longestSide } = recipe;

    return Math.abs(longer(outputSize(source, recipe)) - Math.min(longer(source) * scale, maxDimension)) <= 1;
  });

  await holds(t, property, runs);
});

const amount = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1e6 }));
const header = fc.record({
  width: amount,
  height: amount,
  pages: amount,
  format: fc.constantFrom("gif", "webp", "jpeg", "tiff"),
} as const);
const limits = fc.record({ maxPixels: amount, maxFrames: amount, maxBytes: amount, memoryMiB: amount });
const more = fc.record({
  width: amount,
  height: amount,
  pages: amount,
  maxPixels: amount,
  maxFrames: amount,
});

test("an image over a limit stays over it with more pixels or frames, and one within limits stays within higher ones", async (t) => {
  const property = fc.property(header, limits, more, (header, limits, more) => {
    const larger = { ...header, ...sums(header, more) };
    const looser: Limits = { ...limits, ...sums(limits, more) };

    return exceedsPixels(header, limits) === undefined
      ? exceedsPixels(header, looser) === undefined
      : exceedsPixels(larger, limits) !== undefined;
  });

  await holds(t, property, runs);
});

/** Adds the numbers of `more` to those of the same name in `values`. */
function sums<Values extends object>(values: Values, more: Record<string, number>): Values {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    name in more ? value + (more[name] ?? 0) : value,
  ]);
  return Object.fromEntries(entries);
}
