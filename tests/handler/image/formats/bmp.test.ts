import test from "ava";
import sharp from "sharp";
import { openBmp } from "../../../../handler/image/formats/bmp.ts";
import { bmpPixels, createBmp, packRows } from "../../../helpers/images/bmp.ts";
import { type Colour, profileNamed } from "../../../helpers/images/images.ts";

const width = 7;
const height = 3;

/** Distinct pixel values, row by row from the top. */
function valuesOf(bits: number): number[][] {
  const value = (at: number) => Math.floor(((at * 0.618034) % 1) * 2 ** bits);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => value(y * width + x + 1)),
  );
}

const paletteOf = (bits: number): Colour[] =>
  Array.from({ length: 2 ** bits }, (_, index) => [(index * 37 + 9) % 256, (index * 91) % 256, 255 - index]);

for (const bits of [1, 2, 4, 8]) {
  for (const headerBytes of [12, 16, 40, 64, 108]) {
    test(`${bits} bits a pixel with a header of ${headerBytes} bytes take their colours from the palette`, async (t) => {
      const palette = paletteOf(bits);
      const data = packRows(valuesOf(bits).reverse(), bits);

      const pixels = await bmpPixels(createBmp({ width, height, bits, data, headerBytes, palette }));

      t.deepEqual(
        pixels,
        valuesOf(bits)
          .flat()
          .map((value) => palette[value]),
      );
    });
  }
}

const five = (value: number) => Math.round(((value & 31) * 255) / 31);
const byte = (value: number, at: number) => (value >>> at) & 255;
const rgb = (value: number) => [byte(value, 16), byte(value, 8), byte(value, 0)];
const rgb555 = (value: number) => [five(value >> 10), five(value >> 5), five(value)];
const rgb565 = (value: number) => [
  five(value >> 11),
  Math.round((((value >> 5) & 63) * 255) / 63),
  five(value),
];
const argb = [0xff0000, 0xff00, 0xff, 0xff000000];

for (const [title, bits, colourOf, parts] of [
  ["16 bits without masks are 5, 5, 5", 16, rgb555, {}],
  ["24 bits are blue, green, red", 24, rgb, {}],
  ["24 bits with the header of OS/2 are blue, green, red", 24, rgb, { headerBytes: 12 }],
  ["32 bits without masks are opaque", 32, rgb, {}],
  [
    "32 bits with a header that has no place for alpha are opaque",
    32,
    rgb,
    { headerBytes: 52, compression: 3, masks: argb.slice(0, 3) },
  ],
  ["5, 6, 5 by masks", 16, rgb565, { compression: 3, masks: [0xf800, 0x7e0, 0x1f] }],
  [
    "5, 6, 5 by masks in the header",
    16,
    rgb565,
    { headerBytes: 56, compression: 3, masks: [0xf800, 0x7e0, 0x1f, 0] },
  ],
  [
    "5, 5, 5, 1 with alpha",
    16,
    (value: number) => [...rgb555(value), value >> 15 ? 255 : 0],
    { headerBytes: 56, compression: 3, masks: [0x7c00, 0x3e0, 0x1f, 0x8000] },
  ],
  [
    "Red, green, blue, alpha from the lowest byte on",
    32,
    (value: number) => [0, 8, 16, 24].map((at) => byte(value, at)),
    { headerBytes: 108, compression: 3, masks: [0xff, 0xff00, 0xff0000, 0xff000000] },
  ],
  [
    "Alpha by the masks behind a short header",
    32,
    (value: number) => [...rgb(value), byte(value, 24)],
    { compression: 6, masks: argb },
  ],
  [
    "Alpha of 32 bits without masks, declared by a version 4 header",
    32,
    (value: number) => [...rgb(value), byte(value, 24)],
    { headerBytes: 108, masks: argb },
  ],
  [
    "With ten bits a channel the highest eight count",
    32,
    (value: number) => [22, 12, 2].map((at) => byte(value, at)),
    { compression: 3, masks: [0x3ff00000, 0xffc00, 0x3ff] },
  ],
  [
    "A mask of no bits is a channel of 0",
    16,
    (value: number) => [five(value >> 10), 0, five(value)],
    { compression: 3, masks: [0x7c00, 0, 0x1f] },
  ],
] as const) {
  test(title, async (t) => {
    const data = packRows(valuesOf(bits).reverse(), bits);

    const pixels = await bmpPixels(
      createBmp({ width, height, bits, data, ...parts, masks: [...(parts.masks ?? [])] }),
    );

    t.deepEqual(pixels, valuesOf(bits).flat().map(colourOf));
  });
}

test("Rows of a negative height begin at the top", async (t) => {
  const data = packRows(valuesOf(24), 24);

  const pixels = await bmpPixels(createBmp({ width, height: -height, bits: 24, data }));

  t.deepEqual(pixels, valuesOf(24).flat().map(rgb));
});

test("A BMP whose declared alpha is 0 everywhere is opaque", async (t) => {
  const bmp = createBmp({
    width: 1,
    height: 1,
    bits: 32,
    data: packRows([[0x102030]], 32),
    headerBytes: 108,
    masks: argb,
  });

  t.deepEqual(await bmpPixels(bmp), [[0x10, 0x20, 0x30]]);
});

test("A palette that ends early leaves its missing colours black", async (t) => {
  const bmp = createBmp({
    width: 2,
    height: 1,
    bits: 8,
    data: packRows([[0, 200]], 8),
    palette: [[1, 2, 3]],
  });

  t.deepEqual(await bmpPixels(bmp), [
    [1, 2, 3],
    [0, 0, 0],
  ]);
});

test("The last row may end without its padding", async (t) => {
  const bmp = createBmp({ width: 1, height: 1, bits: 24, data: Buffer.from([3, 2, 1]) });

  t.deepEqual(await bmpPixels(bmp), [[1, 2, 3]]);
});

test("The profile of a version 5 header goes with the colours", async (t) => {
  const profile = await profileNamed("p3");
  const bmp = createBmp({
    width: 1,
    height: 1,
    bits: 24,
    data: packRows([[0]], 24),
    headerBytes: 124,
    profile,
  });

  const { icc } = await sharp(await (await openBmp(bmp)).convert()).metadata();

  t.deepEqual(icc, profile);
});

test("The size is known before anything is decoded", async (t) => {
  const bmp = createBmp({ width: 40_000, height: -50_000, bits: 24, data: Buffer.alloc(0) });

  const { width, height } = await openBmp(bmp);

  t.deepEqual({ width, height }, { width: 40_000, height: 50_000 });
});

for (const [title, hasAlpha, parts] of [
  ["24 bits", false, { bits: 24 }],
  ["32 bits without a mask of alpha", false, { bits: 32 }],
  ["a mask of alpha", true, { bits: 32, headerBytes: 108, masks: argb }],
  ["runs, which may leave pixels out", true, { bits: 8, compression: 1 }],
] as const) {
  test(`A BMP of ${title} is announced ${hasAlpha ? "with" : "without"} alpha`, async (t) => {
    const bmp = createBmp({ width, height, data: Buffer.alloc(0), ...parts, masks: [...argb] });

    t.like(await openBmp(bmp), { hasAlpha, channels: hasAlpha ? 4 : 3 });
  });
}

for (const [title, parts, message] of [
  ["Missing rows", { data: Buffer.alloc(20) }, /ends within its rows/],
  ["Runs that stop", { bits: 8, compression: 1, data: Buffer.from([3, 0]) }, /out of range/],
  ["A JPEG within a BMP", { bits: 0, compression: 4 }, /0 bits a pixel with compression 4/],
  ["A Huffman-coded BMP of OS/2", { bits: 1, compression: 3, headerBytes: 64 }, /compression 3/],
  ["12 bits a pixel", { bits: 12 }, /12 bits/],
  ["No width", { width: 0 }, /0 × 2/],
  ["A width of 65,536", { width: 65_536 }, /65536 × 2/],
  ["A height of 65,536 from the top", { height: -65_536 }, /3 × -65536/],
] as const) {
  test(`${title} cannot be read`, async (t) => {
    const bmp = createBmp({ width: 3, height: 2, bits: 24, data: Buffer.alloc(0), ...parts });

    await t.throwsAsync(async () => (await openBmp(bmp)).convert(), { message });
  });
}

test("A BMP that ends within its header cannot be read", async (t) => {
  const bmp = createBmp({ width: 1, height: 1, bits: 24, data: Buffer.alloc(4) });

  await t.throwsAsync(() => openBmp(bmp.subarray(0, 30)), { message: /within its header/ });
});
