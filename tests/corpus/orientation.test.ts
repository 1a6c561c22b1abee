import test from "ava";
import { compressed } from "../helpers/images/compressed.ts";
import { bytesOf, looksLike, rowsOf, saysNothingElse } from "../helpers/images/corpus.ts";

for (const row of rowsOf("orientation", "heic")) {
  test(`${row.file} is upright, and its output says nothing of it: ${row.fact}`, async (t) => {
    const whole = await compressed(t, bytesOf(row), { format: "png" });
    const half = await compressed(t, bytesOf(row), { format: "webp", quality: 95, scale: 0.5 });

    t.deepEqual([whole.width, whole.height], [row.width, row.height]);
    t.deepEqual([half.width, half.height], [row.width / 2, row.height / 2]);
    await looksLike(t, whole.body, row, row.colours);
    await looksLike(t, half.body, { ...row, tolerance: 6 }, row.colours);
    for (const { body } of [whole, half]) await saysNothingElse(t, body);
  });
}
