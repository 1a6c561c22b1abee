import test from "ava";
import sharp from "sharp";
import type { Compressed } from "../../../handler/image/encode.ts";
import { alike, allCompressed, compressed } from "../../helpers/images/compressed.ts";
import {
  animation,
  colourAt,
  noise,
  profileNamed,
  red,
  solid,
  withProfile,
} from "../../helpers/images/images.ts";

const formats = ["jpeg", "webp", "avif", "png"] as const;
const lossless = { format: "png" } as const;

const pixelsOf = (image: Compressed | undefined) => sharp(image?.body).raw().toBuffer();

test("Renditions come in the order of their recipes, each in its format and size", async (t) => {
  const source = await noise(64, 32).jpeg().toBuffer();

  const images = await allCompressed(
    t,
    source,
    formats.map((format, at) => ({ format, maxDimension: 64 >> at })),
  );

  const headers = await Promise.all(images.map(({ body }) => sharp(body).metadata()));
  t.deepEqual(
    headers.map(({ format, width, height }) => [format, width, height]),
    [
      ["jpeg", 64, 32],
      ["webp", 32, 16],
      ["heif", 16, 8],
      ["png", 8, 4],
    ],
  );
  t.deepEqual(
    images.map(({ width, height }) => [width, height]),
    headers.map(({ width, height }) => [width, height]),
  );
});

for (const format of formats) {
  test(`The largest rendition in ${format} is the same as if it were alone`, async (t) => {
    const source = await noise(64).jpeg({ quality: 95 }).toBuffer();

    const [, large] = await allCompressed(t, source, [{ scale: 0.25 }, { format }]);

    const alone = await compressed(t, source, { format });
    t.true((await pixelsOf(large)).equals(await pixelsOf(alone)));
  });
}

test("A smaller rendition looks as if it were made of the source", async (t) => {
  const source = await sharp(await noise(16).png().toBuffer())
    .resize(256, 256)
    .jpeg({ quality: 95 })
    .toBuffer();

  const [, small] = await allCompressed(t, source, [lossless, { ...lossless, maxDimension: 64 }]);

  const alone = await compressed(t, source, { ...lossless, maxDimension: 64 });
  const [made, wanted] = [await pixelsOf(small), await pixelsOf(alone)];
  const differences = [...made].map((value, at) => Math.abs(value - (wanted[at] ?? 0)));
  t.true(Math.max(...differences) <= 6, `${Math.max(...differences)}`);
});

test("A rendition without alpha lies on its background beside one with alpha", async (t) => {
  const source = await solid([0, 0, 255, 0]).png().toBuffer();

  const images = await allCompressed(t, source, [
    { format: "webp" },
    { background: "#ff0000" },
    { background: "#00ff00" },
  ]);

  const colours = await Promise.all(images.map(({ body }) => colourAt(body)));
  t.is(colours[0]?.[3], 0);
  alike(t, colours[1] ?? [], [255, 0, 0]);
  alike(t, colours[2] ?? [], [0, 255, 0]);
});

test("Colours of a profile are converted for all renditions", async (t) => {
  const source = withProfile(await solid([200, 50, 50]).png().toBuffer(), await profileNamed("p3"));

  const images = await allCompressed(t, source, [lossless, { ...lossless, scale: 0.5 }]);

  for (const { body } of images) alike(t, await colourAt(body), [218, 24, 41], 1);
});

test("An animation is animated in WebP, with its times, and its first frame in JPEG", async (t) => {
  const gif = await (await animation(red, 3, 16)).gif({ delay: [40, 120, 200], loop: 3 }).toBuffer();

  const [still, moving, half] = await allCompressed(t, gif, [
    { scale: 0.5 },
    { format: "webp" },
    { format: "webp", scale: 0.5 },
  ]);

  const [first, second, third] = await Promise.all(
    [still, moving, half].map((image) => sharp(image?.body, { animated: true }).metadata()),
  );
  t.like(first, { format: "jpeg", width: 8, height: 8, pages: undefined });
  t.like(second, { width: 16, pageHeight: 16, pages: 3, loop: 3, delay: [40, 120, 200] });
  t.like(third, { width: 8, pageHeight: 8, pages: 3, loop: 3, delay: [40, 120, 200] });
  alike(t, await colourAt(still?.body ?? Buffer.alloc(0)), red, 8);
});

test("A tall rendition uses all source pixels, although a smaller rendition is as wide", async (t) => {
  const source = await noise(1, 4000).png().toBuffer();

  const [, whole] = await allCompressed(t, source, [{ ...lossless, maxDimension: 500 }, lossless]);

  t.true((await pixelsOf(whole)).equals(await sharp(source).raw().toBuffer()));
});

test("A frame with too long a delay gets the longest possible one", async (t) => {
  const gif = await (await animation(red, 2)).gif({ delay: [100, 200] }).toBuffer();
  gif.writeUInt16LE(50_000, gif.lastIndexOf(Buffer.from([0x21, 0xf9, 4])) + 4);

  const images = await allCompressed(t, gif, [{ format: "webp" }, { format: "webp", scale: 0.5 }]);

  const [, half] = await Promise.all(images.map(({ body }) => sharp(body, { animated: true }).metadata()));
  t.deepEqual(half?.delay, [100, 65_535]);
});

test("A rotated animation comes out upright, as a still image", async (t) => {
  const turned = await (await animation(red, 3, 16)).withMetadata({ orientation: 6 }).webp().toBuffer();

  const { body } = await compressed(t, turned, { format: "webp" });

  t.is((await sharp(body).metadata()).pages, undefined);
  alike(t, (await colourAt(body)).slice(0, 3), red, 8);
});

test("A source is its own output for the one rendition that it can serve", async (t) => {
  const source = await noise(64).jpeg({ quality: 20 }).toBuffer();

  const [same, small] = await allCompressed(t, source, [{ quality: 100 }, { quality: 100, scale: 0.5 }]);

  t.true(same?.body.equals(source));
  t.false(small?.body.equals(source));
});
