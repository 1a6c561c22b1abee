import test from "ava";
import sharp, { type Sharp } from "sharp";
import type { Format } from "../../handler/settings.ts";
import { compressed } from "../helpers/compressed.ts";
import { jpegMarkers, jpegSegment, noise, profileNamed, solid, withProfile } from "../helpers/images.ts";

/** Smaller than what quality 80 makes of the same pixels. */
const small: Record<Format, (image: Sharp) => Promise<Buffer>> = {
  jpeg: (image) => image.jpeg({ quality: 20 }).toBuffer(),
  png: (image) => image.png({ compressionLevel: 9, adaptiveFiltering: true, effort: 10 }).toBuffer(),
  webp: (image) => image.webp({ quality: 20 }).toBuffer(),
  avif: (image) => image.avif({ quality: 20 }).toBuffer(),
};
const large: typeof small = {
  jpeg: (image) => image.jpeg({ quality: 100 }).toBuffer(),
  png: (image) => image.png({ compressionLevel: 0 }).toBuffer(),
  webp: (image) => image.webp({ lossless: true }).toBuffer(),
  avif: (image) => image.avif({ lossless: true }).toBuffer(),
};
const formats = Object.keys(small) as Format[];

const jpeg = await small.jpeg(noise(64));
const png = await small.png(noise(64));
const webp = await small.webp(noise(64));
const app1 = Buffer.from("\xff\xe1\x00\x08secret", "latin1");
const comment = Buffer.from("\xff\xfe\x00\x08secret", "latin1");
const jpegWith = (segment: Buffer) => Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
const rotated = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg({ quality: 20 }).toBuffer();

const unfit: [what: string, source: Buffer, format: Format, hidden: string][] = [
  ["a JPEG that is not upright", rotated, "jpeg", "Exif"],
  ["a JPEG with an application's segment", jpegWith(app1), "jpeg", "secret"],
  ["a JPEG with a comment", jpegWith(comment), "jpeg", "secret"],
  ["a JPEG with a film behind it", Buffer.concat([jpeg, Buffer.from("film")]), "jpeg", "film"],
  ["a PNG with a profile", withProfile(png, await profileNamed("srgb")), "png", "iCCP"],
  ["a PNG with something behind it", Buffer.concat([png, Buffer.from("film")]), "png", "film"],
  [
    "a WebP with a position",
    await sharp(webp)
      .withExif({ IFD3: { GPSLatitudeRef: "N" } })
      .webp({ quality: 20 })
      .toBuffer(),
    "webp",
    "EXIF",
  ],
];

for (const format of formats) {
  test(`a ${format} that is no larger than what is made of it is its own output`, async (t) => {
    const source = await small[format](noise(64));

    const { body, width, height } = await compressed(t, source, { format, quality: 100 });

    t.true(body.equals(source));
    t.deepEqual([width, height], [64, 64]);
  });

  test(`a ${format} larger than what is made of it is not`, async (t) => {
    const source = await large[format](noise(64));

    const { body } = await compressed(t, source, { format, quality: 20 });

    t.true(body.length < source.length);
  });
}

for (const [what, source, format, hidden] of unfit) {
  test(`${what} is never its own output, however small`, async (t) => {
    t.true(source.includes(hidden));

    const { body } = await compressed(t, source, { format, quality: 100 });

    t.false(body.includes(hidden));
  });
}

test("a source is no output of another size", async (t) => {
  const { body } = await compressed(t, await small.jpeg(noise(64)), { quality: 100, scale: 0.5 });

  t.is((await sharp(body).metadata()).width, 32);
});

test("a JPEG that the decoder warns of is never its own output", async (t) => {
  const source = Buffer.from(jpeg);
  const scan = jpegSegment(jpeg, jpegMarkers.startOfScan);
  source.writeUInt8(1, scan + 2 + jpeg.readUInt16BE(scan + 2) - 3);

  const { body } = await compressed(t, source, { quality: 100 });

  t.false(body.equals(source));
});

test("a JPEG in CMYK is never its own output", async (t) => {
  const source = await noise(64).toColourspace("cmyk").jpeg({ quality: 20 }).toBuffer();

  const { body } = await compressed(t, source, { quality: 100 });

  t.is((await sharp(body).metadata()).space, "srgb");
});

test("a PNG of 16 bits becomes one of 8, if that is larger or not", async (t) => {
  const source = await solid([9, 9, 9]).toColourspace("rgb16").png().toBuffer();

  const { body } = await compressed(t, source, { format: "png" });

  t.is((await sharp(body).metadata()).depth, "uchar");
});
