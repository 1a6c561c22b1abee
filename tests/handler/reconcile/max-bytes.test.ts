import test from "ava";
import { exceedsBytes } from "../../../handler/reconcile/max-bytes.ts";

const limits = { maxPixels: 100, maxBytes: 1000, maxFrames: 5, memoryMiB: 1769 };

test("A source of exactly maxBytes passes, and one more byte is a rejection with both numbers", (t) => {
  t.is(exceedsBytes(1000, limits), undefined);
  t.deepEqual(exceedsBytes(1001, limits), {
    reason: "too-many-bytes",
    detail: "1001 bytes, more than maxBytes 1000",
  });
});
