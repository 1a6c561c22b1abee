import test from "ava";
import sharp from "sharp";
import { compress } from "../../handler/compress.ts";
import { createBmp, packRows } from "../helpers/bmp.ts";
import { alike, compressed } from "../helpers/compressed.ts";
import { heic } from "../helpers/heic.ts";
import { colourAt, profileNamed } from "../helpers/images.ts";
import { limits, rendition } from "../helpers/renditions.ts";

for (const name of ["p3-profile", "p3-numbers"]) {
  test(`The HEIC ${name} comes out in sRGB without a profile`, async (t) => {
    const { body } = await compressed(t, heic(name));

    alike(t, await colourAt(body), [218, 24, 41]);
    t.false((await sharp(body).metadata()).hasProfile);
  });
}

test("The orientation of a HEIC is applied once", async (t) => {
  const { body, width, height } = await compressed(t, heic("orientation-6"), { scale: 0.5 });

  t.deepEqual([width, height], [32, 48]);
  t.is((await sharp(body).metadata()).orientation, undefined);
  alike(t, await colourAt(body, 8, 12), [0, 0, 254], 6);
});

test("A transparent HEIC lies on the background where the output has no alpha", async (t) => {
  const { body } = await compressed(t, heic("alpha"), { background: "#ff8000", quality: 100 });

  alike(t, await colourAt(body, 16, 48), [255, 128, 0], 6);
});

test("A BMP comes out in sRGB from the colours of its profile", async (t) => {
  const data = packRows([[0xc83232]], 24);
  const parts = { width: 1, height: 1, bits: 24, headerBytes: 124, profile: await profileNamed("p3") };

  const { body } = await compressed(t, createBmp({ ...parts, data }), { format: "png" });

  alike(t, await colourAt(body), [218, 24, 41], 1);
});

test("A BMP larger than maxPixels is rejected before it is decoded", async (t) => {
  const bmp = createBmp({ width: 20_000, height: 20_000, bits: 24, data: Buffer.alloc(0) });

  t.like(await compress(bmp, [rendition()], limits), { reason: "too-many-pixels" });
});

for (const [name, source] of [
  ["BMP", createBmp({ width: 9, height: 9, bits: 24, data: Buffer.alloc(9) })],
  ["HEIC", heic("plain").subarray(0, -1)],
] as const) {
  test(`A torn ${name} is corrupt`, async (t) => {
    t.like(await compress(source, [rendition()], limits), { reason: "corrupt" });
  });
}
