import test from "ava";
import { compressed } from "../helpers/images/compressed.ts";
import { bytesOf, looksLike, rowsOf, saysNothingElse } from "../helpers/images/corpus.ts";

for (const row of rowsOf("jpeg", "png", "webp", "avif", "gif", "tiff", "bmp")) {
  test(`${row.file} keeps its size, colours and alpha: ${row.fact}`, async (t) => {
    const { body, width, height } = await compressed(t, bytesOf(row), { format: "png" });

    t.deepEqual([width, height], [row.width, row.height]);
    await looksLike(t, body, row, row.colours);
    await saysNothingElse(t, body);
  });
}
