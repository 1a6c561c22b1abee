import test from "ava";
import { compressed } from "../helpers/images/compressed.ts";
import { bytesOf, looksLike, rowsOf, saysNothingElse } from "../helpers/images/corpus.ts";

// Colours are converted before or after the resize, or not at all, depending on the scale and the profile.
for (const row of rowsOf("colours")) {
  for (const [size, scale] of [
    ["full size", 1],
    ["a quarter of it", 0.25],
  ] as const) {
    test(`${row.file} comes out in sRGB at ${size}: ${row.fact}`, async (t) => {
      const { body, width, height } = await compressed(t, bytesOf(row), { format: "png", scale });

      t.deepEqual([width, height], [row.width * scale, row.height * scale]);
      await looksLike(t, body, row, row.colours);
      await saysNothingElse(t, body);
    });
  }
}
