import test, { type ExecutionContext } from "ava";
import sharp from "sharp";
import { type Compressed, compress } from "../../handler/compress.ts";
import type { RenditionSettings } from "../../handler/settings.ts";
import * as images from "../helpers/images.ts";
import { limits, rendition } from "../helpers/renditions.ts";

const { solid, solid16, colourAt, red, green, blue, white } = images;

async function compressed(
  t: ExecutionContext,
  bytes: Uint8Array,
  changes: Partial<RenditionSettings> = {},
): Promise<Compressed> {
  const result = await compress(bytes, rendition(changes), limits);
  if ("reason" in result) return t.fail(`${result.reason}: ${result.detail}`) as never;
  return result;
}

/** Lossy formats may be off by a little. */
function alike(t: ExecutionContext, actual: number[], expected: readonly number[], tolerance = 4) {
  const isAlike =
    actual.length === expected.length &&
    actual.every((value, at) => Math.abs(value - (expected[at] ?? 0)) <= tolerance);
  t.true(isAlike, `${actual} is not ${expected}`);
}

const formats = ["jpeg", "png", "webp", "gif", "avif", "tiff"] as const;

for (const from of formats) {
  for (const to of ["jpeg", "webp", "avif", "png"] as const) {
    test(`${from} comes out as ${to} of the same size and colour`, async (t) => {
      const source = await solid([200, 60, 40], 32, 16).toFormat(from, { quality: 100 }).toBuffer();

      const { body, width, height } = await compressed(t, source, { format: to });

      const output = await sharp(body).metadata();
      t.is(output.format === "heif" ? output.compression : output.format, to === "avif" ? "av1" : to);
      t.deepEqual([width, height, output.width, output.height], [32, 16, 32, 16]);
      alike(t, (await colourAt(body)).slice(0, 3), [200, 60, 40]);
    });
  }
}

const corners: Record<number, number[][]> = {
  1: [red, green, blue, white],
  2: [green, red, white, blue],
  3: [white, blue, green, red],
  4: [blue, white, red, green],
  5: [red, blue, green, white],
  6: [blue, red, white, green],
  7: [white, green, blue, red],
  8: [green, white, red, blue],
};

for (const [orientation, expected] of Object.entries(corners)) {
  test(`Orientation ${orientation} is applied once and its tag is gone`, async (t) => {
    const source = await images
      .quarters(64, 32)
      .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
      .withMetadata({ orientation: Number(orientation) })
      .toBuffer();

    const { body, width, height } = await compressed(t, source, { scale: 0.5, format: "png" });

    t.deepEqual([width, height], Number(orientation) > 4 ? [16, 32] : [32, 16]);
    t.is((await sharp(body).metadata()).orientation, undefined);
    const [right, bottom] = [width - 2, height - 2];
    const actual = await Promise.all(
      [
        [1, 1],
        [right, 1],
        [1, bottom],
        [right, bottom],
      ].map(([x, y]) => colourAt(body, x, y)),
    );
    actual.forEach((colour, corner) => {
      alike(t, colour, expected[corner] ?? []);
    });
  });
}

for (const [title, source, colour] of [
  ["Transparent RGB", solid([0, 0, 255, 0]), [255, 128, 0]],
  ["Half transparent RGB", solid([0, 0, 255, 128]), [127, 64, 128]],
  ["Half transparent 16-bit RGB", solid16([0, 0, 255, 128]), [127, 64, 128]],
  ["Transparent grey", solid([100, 0]), [255, 128, 0]],
  ["Half transparent grey", solid([100, 128]), [177, 114, 50]],
  ["Half transparent 16-bit grey", solid16([100, 128]), [177, 114, 50]],
  ["Opaque RGB with alpha", solid([0, 0, 255, 255]), [0, 0, 255]],
] as const) {
  test(`${title} lies on the background where the output has no alpha`, async (t) => {
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
  test(`A transparent palette entry of ${format} lies on the background`, async (t) => {
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

test("16-bit sRGB that says so is not taken for another colour space", async (t) => {
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

test("A profile that is none is passed over", async (t) => {
  const png = images.withProfile(await solid(red).png().toBuffer(), Buffer.from("no profile"));

  alike(t, await colourAt((await compressed(t, png)).body), red);
});

for (const profile of [undefined, "cmyk"] as const) {
  test(`A CMYK JPEG ${profile ? "with" : "without"} a profile comes out in sRGB`, async (t) => {
    const image = solid([120, 120, 120]).toColourspace("cmyk").jpeg({ quality: 100 });
    const source = await (profile ? image.withIccProfile(profile) : image).toBuffer();
    t.is((await sharp(source).metadata()).space, "cmyk");

    const { body } = await compressed(t, source);

    t.is((await sharp(body).metadata()).space, "srgb");
    alike(t, await colourAt(body), [120, 120, 120], 20);
  });
}

for (const format of ["jpeg", "webp", "avif", "png"] as const) {
  test(`Of what a camera and an editor noted, ${format} keeps nothing`, async (t) => {
    const source = await solid(red)
      .withIccProfile("p3")
      .withExif({ IFD0: { Copyright: "me" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer();

    const { body } = await compressed(t, source, { format });

    const { exif, icc, xmp, iptc } = await sharp(body).metadata();
    t.deepEqual(
      { exif, icc, xmp, iptc },
      { exif: undefined, icc: undefined, xmp: undefined, iptc: undefined },
    );
    t.false(body.includes("GPS"));
  });
}

for (const [width, height] of [
  [1, 1],
  [3, 1],
  [1, 3],
  [1, 5000],
] as const) {
  for (const format of ["jpeg", "webp", "avif", "png"] as const) {
    test(`${width}×${height} pixels at a thousandth come out as ${format} of at least a pixel`, async (t) => {
      const source = await solid(red, width, height).png().toBuffer();

      const output = await compressed(t, source, { scale: 0.001, format });

      t.deepEqual([output.width, output.height], [1, Math.max(1, height / 1000) | 0]);
      alike(t, await colourAt(output.body), red, 8);
    });
  }
}

for (const format of ["gif", "webp"] as const) {
  test(`Of an animated ${format} the first frame comes out`, async (t) => {
    const source = await (await images.animation([200, 60, 40], 3))
      .toFormat(format, { lossless: true })
      .toBuffer();

    const { body, height } = await compressed(t, source);

    t.is(height, 8);
    alike(t, await colourAt(body), [200, 60, 40]);
  });
}

test("JPEG comes out progressive, with tables of its own", async (t) => {
  const { body } = await compressed(t, await images.noise().png().toBuffer());

  t.true((await sharp(body).metadata()).isProgressive);
  t.true(body.length < (await images.noise().jpeg({ quality: 90, optimiseCoding: false }).toBuffer()).length);
});

for (const format of ["jpeg", "webp", "avif"] as const) {
  test(`A lower quality makes ${format} smaller`, async (t) => {
    const source = await images.noise(64).png().toBuffer();

    const [low, high] = [
      await compressed(t, source, { format, quality: 20 }),
      await compressed(t, source, { format, quality: 90 }),
    ];

    t.true(low.body.length < high.body.length * 0.7);
  });
}

test("PNG is lossless whatever the quality", async (t) => {
  const pixels = await images.noise().raw().toBuffer();

  const { body } = await compressed(t, await images.noise().png().toBuffer(), { format: "png", quality: 1 });

  t.deepEqual(await sharp(body).raw().toBuffer(), pixels);
});

for (const [changes, size] of [
  [{ scale: 0.25 }, [16, 8]],
  [{ maxDimension: 10 }, [10, 5]],
  [{ scale: 0.5, maxDimension: 48 }, [32, 16]],
  [{ maxDimension: 1000 }, [64, 32]],
] as const) {
  test(`${JSON.stringify(changes)} makes 64×32 pixels ${size.join("×")}`, async (t) => {
    const output = await compressed(t, await images.quarters(64, 32).jpeg().toBuffer(), changes);

    const { width, height } = await sharp(output.body).metadata();
    t.deepEqual([width, height], [...size]);
  });
}

for (const format of ["jpeg", "webp", "avif", "png"] as const) {
  test(`The same source gives the same ${format} twice`, async (t) => {
    const source = await images.noise(40).jpeg().toBuffer();

    const [first, second] = await Promise.all([
      compressed(t, source, { format }),
      compressed(t, source, { format }),
    ]);

    t.deepEqual(first.body, second.body);
  });
}
