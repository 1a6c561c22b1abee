import test from "ava";
import sharp from "sharp";
import { allCompressed } from "../helpers/images/compressed.ts";
import { animatedRows, bytesOf, looksLike } from "../helpers/images/corpus.ts";

for (const row of animatedRows) {
  test(`${row.file} keeps its frames, timing and loops as WebP: ${row.fact}`, async (t) => {
    const [animated, still] = await allCompressed(t, bytesOf(row), [
      { format: "webp", quality: 100 },
      { format: "png" },
    ]);

    const body = animated?.body ?? Buffer.alloc(0);
    const { pages, delay, loop } = await sharp(body, { animated: true }).metadata();
    t.deepEqual({ pages, delay, loop }, { pages: row.frames.length, delay: row.delays, loop: row.loop });
    for (const [page, colours] of row.frames.entries())
      await looksLike(t, await sharp(body, { page }).png().toBuffer(), row, colours);
    await looksLike(t, still?.body ?? Buffer.alloc(0), row, row.frames[0] ?? "");
  });
}
