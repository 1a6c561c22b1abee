import test from "ava";
import { compress } from "../../handler/image/compress.ts";
import { setUpSharp } from "../../handler/runtime/set-up-sharp.ts";
import { bytesOf, rejectedRows } from "../helpers/images/corpus.ts";
import { limits, rendition } from "../helpers/images/renditions.ts";

setUpSharp(limits.memoryMiB);

for (const row of rejectedRows) {
  // The tests are serial because libvips keeps the messages of all decoders in one place.
  test.serial(`${row.file} is ${row.reason}: ${row.fact}`, async (t) => {
    const result = await compress(bytesOf(row), [rendition()], limits);

    t.like(result, { reason: row.reason });
  });
}
