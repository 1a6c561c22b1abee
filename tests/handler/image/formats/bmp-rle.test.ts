import test from "ava";
import { openBmp } from "../../../../handler/image/formats/bmp.ts";
import { bmpPixels, createBmp } from "../../../helpers/images/bmp.ts";
import type { Colour } from "../../../helpers/images/images.ts";

test("Runs beyond the end of a row cost no time", async (t) => {
  const data = Buffer.alloc(10_000_000, Buffer.from([255, 0]));
  const bmp = createBmp({ width: 3, height: 1, bits: 8, compression: 1, data });
  const before = process.cpuUsage();

  await (await openBmp(bmp)).convert();

  t.true(process.cpuUsage(before).user < 1_000_000);
});

const colours: Colour[] = [
  [1, 1, 1],
  [2, 2, 2],
  [3, 3, 3],
  [4, 4, 4],
];
const skipped = [0, 0, 0, 0];
const opaque = (index: number) => [...(colours[index] ?? []), 255];

for (const [title, compression, data, expected] of [
  [
    "Runs and literal bytes",
    1,
    [0, 3, 3, 3, 0, 0, 0, 0, 2, 0, 1, 1, 0, 1],
    [0, 0, 1, 3, 3, 0].map((index) => colours[index]),
  ],
  [
    "Runs of alternating half bytes",
    2,
    [3, 0x13, 0, 0, 0, 3, 0x01, 0x20, 0, 1],
    [0, 1, 2, 1, 3, 1].map((index) => colours[index]),
  ],
  [
    "An end of the image without an end of its last row",
    1,
    [3, 0, 0, 0, 3, 1, 0, 1],
    [1, 1, 1, 0, 0, 0].map((index) => colours[index]),
  ],
  [
    "Runs without an end of the image",
    1,
    [3, 0, 0, 0, 3, 1],
    [1, 1, 1, 0, 0, 0].map((index) => colours[index]),
  ],
  [
    "A run that is longer than its row",
    1,
    [9, 0, 0, 0, 3, 1, 0, 1],
    [1, 1, 1, 0, 0, 0].map((index) => colours[index]),
  ],
  ["A jump", 1, [1, 2, 0, 2, 1, 1, 1, 3, 0, 1], [skipped, skipped, opaque(3), opaque(2), skipped, skipped]],
  [
    "A row that ends early",
    1,
    [1, 1, 0, 0, 3, 2, 0, 1],
    [...Array(3).fill(opaque(2)), opaque(1), skipped, skipped],
  ],
] as const) {
  test(`${title} in RLE: painted pixels have their colour, the rest is transparent`, async (t) => {
    const bits = compression === 1 ? 8 : 4;
    const bmp = createBmp({
      width: 3,
      height: 2,
      bits,
      compression,
      palette: colours,
      data: Buffer.from(data),
    });

    t.deepEqual(await bmpPixels(bmp), expected);
  });
}
