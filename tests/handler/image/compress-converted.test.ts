import test from "ava";
import sharp from "sharp";
import { compress } from "../../../handler/image/compress.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { createBmp, packRows } from "../../helpers/images/bmp.ts";
import { alike, compressed } from "../../helpers/images/compressed.ts";
import { heic } from "../../helpers/images/heic.ts";
import { colourAt, profileNamed } from "../../helpers/images/images.ts";
import { limits, rendition } from "../../helpers/images/renditions.ts";

setUpSharp(limits.memoryMiB);

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

test("A transparent HEIC is blended with the background where the output has no alpha", async (t) => {
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

test("A BMP that declares alpha is measured with it before it is decoded", async (t) => {
  const parts = { width: 2000, height: 2000, bits: 32, headerBytes: 108, data: Buffer.alloc(0) };
  const recipes = [rendition({ format: "webp", effort: "smallest" })];
  const own = { ...limits, maxPixels: 4e6, memoryMiB: 300 };

  const opaque = await compress(createBmp(parts), recipes, own);
  const transparent = await compress(
    createBmp({ ...parts, masks: [0xff0000, 0xff00, 0xff, 0xff000000] }),
    recipes,
    own,
  );

  t.like(opaque, { reason: "corrupt" });
  t.like(transparent, { reason: "too-much-memory" });
});

for (const [title, find, replacement, reason] of [
  ["with a box of an absurd size", /.{4}hvcC/s, "\0\0\0\x01hvcC", "corrupt"],
  ["in a codec that is not built in", "hvc1", "jpeg", "unsupported-format"],
  ["without compression", "hvc1", "unci", "unsupported-format"],
] as const) {
  test(`A HEIC ${title} is ${reason}`, async (t) => {
    const text = heic("plain").toString("latin1");
    t.regex(text, new RegExp(find));

    const source = Buffer.from(text.replace(find, replacement), "latin1");

    t.like(await compress(source, [rendition()], limits), { reason });
  });
}
