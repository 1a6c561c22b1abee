import test from "ava";
import sharp from "sharp";
import { alike, compressed } from "../../helpers/images/compressed.ts";
import * as images from "../../helpers/images/images.ts";

const { solid, colourAt, red, green, blue, white } = images;

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

for (const format of ["jpeg", "webp", "avif", "png"] as const) {
  test(`${format} keeps no metadata of a camera or an editor`, async (t) => {
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
  test(`The output of an animated ${format} is its first frame`, async (t) => {
    const source = await (await images.animation([200, 60, 40], 3))
      .toFormat(format, { lossless: true })
      .toBuffer();

    const { body, height } = await compressed(t, source);

    t.is(height, 8);
    alike(t, await colourAt(body), [200, 60, 40]);
  });
}

test("JPEG comes out progressive, with optimised Huffman tables", async (t) => {
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
