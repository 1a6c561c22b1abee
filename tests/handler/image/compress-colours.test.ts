import test from "ava";
import sharp from "sharp";
import { alike, compressed } from "../../helpers/images/compressed.ts";
import * as images from "../../helpers/images/images.ts";

const { solid, solid16, colourAt, red, green } = images;

for (const [title, source, colour] of [
  ["Transparent RGB", solid([0, 0, 255, 0]), [255, 128, 0]],
  ["Half transparent RGB", solid([0, 0, 255, 128]), [127, 64, 128]],
  ["Half transparent 16-bit RGB", solid16([0, 0, 255, 128]), [127, 64, 128]],
  ["Transparent grey", solid([100, 0]), [255, 128, 0]],
  ["Half transparent grey", solid([100, 128]), [177, 114, 50]],
  ["Half transparent 16-bit grey", solid16([100, 128]), [177, 114, 50]],
  ["Opaque RGB with alpha", solid([0, 0, 255, 255]), [0, 0, 255]],
] as const) {
  test(`${title} is blended with the background where the output has no alpha`, async (t) => {
    const { body } = await compressed(t, await source.png().toBuffer(), { background: "#ff8000" });

    alike(t, await colourAt(body), colour);
  });
}

for (const format of ["webp", "png", "avif"] as const) {
  test(`Alpha is kept in ${format}`, async (t) => {
    const { body } = await compressed(t, await solid([0, 0, 255, 128]).png().toBuffer(), { format });

    alike(t, await colourAt(body), [0, 0, 255, 128]);
  });
}

for (const format of ["gif", "png"] as const) {
  test(`A transparent palette entry of ${format} is blended with the background`, async (t) => {
    const source = await solid([9, 9, 9, 0]).toFormat(format, { palette: true }).toBuffer();

    const { body } = await compressed(t, source, { background: "#00ff00" });

    alike(t, await colourAt(body), green);
  });
}

for (const [title, source] of [
  ["16-bit RGB", solid16([200, 60, 40]).png()],
  ["16-bit RGB in TIFF", solid16([200, 60, 40]).tiff()],
  ["a palette", solid([200, 60, 40]).png({ palette: true })],
  ["an interlaced PNG", solid([200, 60, 40]).png({ progressive: true })],
  ["an interlaced GIF", solid([200, 60, 40]).gif({ progressive: true })],
] as const) {
  test(`${title} keeps its colour`, async (t) => {
    const { body } = await compressed(t, await source.toBuffer(), { format: "png" });

    alike(t, (await colourAt(body)).slice(0, 3), [200, 60, 40], 1);
    t.is((await sharp(body).metadata()).depth, "uchar");
  });
}

test("One bit a pixel is black", async (t) => {
  const { body } = await compressed(t, images.blackPng(9, 9));

  alike(t, await colourAt(body), [0, 0, 0]);
});

for (const [title, source] of [
  ["8-bit", solid([200, 50, 50])],
  ["16-bit", solid16([200, 50, 50])],
  ["16-bit with alpha", solid16([200, 50, 50, 255])],
] as const) {
  test(`${title} Display P3 comes out in sRGB without a profile`, async (t) => {
    const png = images.withProfile(await source.png().toBuffer(), await images.profileNamed("p3"));

    const { body } = await compressed(t, png);

    alike(t, await colourAt(body), [218, 24, 41]);
    t.false((await sharp(body).metadata()).hasProfile);
  });
}

test("16-bit sRGB with its profile is not mistaken for another colour space", async (t) => {
  const png = images.withProfile(
    await solid16([200, 50, 50]).png().toBuffer(),
    await images.profileNamed("srgb"),
  );

  const { body } = await compressed(t, png);

  alike(t, await colourAt(body), [200, 50, 50]);
});

for (const [title, source] of [
  ["8-bit", solid([100])],
  ["16-bit", solid16([100])],
  ["16-bit with alpha", solid16([100, 255])],
] as const) {
  test(`${title} grey of a linear profile comes out in sRGB`, async (t) => {
    const png = images.withProfile(await source.png().toBuffer(), images.linearGreyProfile());

    const { body } = await compressed(t, png);

    alike(t, await colourAt(body), [168, 168, 168]);
  });
}

test("An invalid profile is ignored", async (t) => {
  const png = images.withProfile(await solid(red).png().toBuffer(), Buffer.from("no profile"));

  alike(t, await colourAt((await compressed(t, png)).body), red);
});

const cmyk = solid([120, 120, 120]).toColourspace("cmyk").jpeg({ quality: 100 });

test("A CMYK JPEG with a profile comes out in sRGB", async (t) => {
  const source = await cmyk.clone().withIccProfile("cmyk").toBuffer();
  t.is((await sharp(source).metadata()).space, "cmyk");

  const { body } = await compressed(t, source);

  t.is((await sharp(body).metadata()).space, "srgb");
  alike(t, await colourAt(body), [120, 120, 120], 20);
});

test("A CMYK JPEG without a profile comes out as in browsers: each ink takes its share of light", async (t) => {
  const source = await cmyk.toBuffer();
  const [c = 0, m = 0, y = 0, k = 0] = await sharp(source)
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw()
    .toBuffer();

  const { body } = await compressed(t, source, { format: "png" });

  const light = [c, m, y].map((ink) => ((255 - ink) * (255 - k)) / 255);
  alike(t, await colourAt(body), light, 1);
});
