import test from "ava";
import sharp, { type Sharp } from "sharp";
import type { Format } from "../../../contract/settings.ts";
import { compressed } from "../../helpers/images/compressed.ts";
import {
  jpegMarkers,
  jpegSegment,
  noise,
  profileNamed,
  solid,
  withProfile,
} from "../../helpers/images/images.ts";

/** Encodes the pixels smaller than the function would at quality 80. */
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
const segment = (marker: number, payload: string) =>
  Buffer.from(`\xff${String.fromCharCode(marker, 0, payload.length + 2)}${payload}`, "latin1");
const jfif = "JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
const thumbnail = jfif.replace(/..$/s, "\x01\x01");
const adobe = "Adobe\0\x64\0\0\0\0\x01";
const progressive = await noise(64).jpeg({ quality: 20, progressive: true }).toBuffer();
const lastScan = progressive.lastIndexOf(Buffer.from([0xff, jpegMarkers.startOfScan]));
const beforeLastScan = (bytes: Buffer) =>
  Buffer.concat([progressive.subarray(0, lastScan), bytes, progressive.subarray(lastScan)]);
const other = Buffer.concat([jpegWith(comment), Buffer.from("\xff\xd9", "latin1")]);
const secondScan = Buffer.concat([
  jpeg.subarray(0, -2),
  jpeg.subarray(jpegSegment(jpeg, jpegMarkers.startOfScan), -2),
  Buffer.from("secret\xff\xd9", "latin1"),
]);

const avif = await small.avif(noise(64));
const translucent = await small.avif(noise(64).ensureAlpha(0.5));
const box = (name: string) => Buffer.from(`\0\0\0\x0e${name}secret`, "latin1");
const withDepthMap = Buffer.from(translucent);
withDepthMap.write("depth", translucent.indexOf("auxiliary:alpha") + "auxiliary:".length);

/** Appends the box to `meta`; the image's data, and the offset to it, move back. */
function withMetaBox(bytes: Buffer, added: Buffer): Buffer {
  const [metaAt, mdatAt] = [bytes.indexOf("meta") - 4, bytes.indexOf("mdat") - 4];
  const head = Buffer.from(bytes.subarray(0, mdatAt));
  const dataAt = Buffer.from([0, 0, (mdatAt + 8) >> 8, (mdatAt + 8) & 255]);
  head.writeUInt32BE(mdatAt + 8 + added.length, head.indexOf(dataAt));
  head.writeUInt32BE(mdatAt - metaAt + added.length, metaAt);
  return Buffer.concat([head, added, bytes.subarray(mdatAt)]);
}

const afterPng = Buffer.concat([png, Buffer.from("\0\0\0\x06IDATsecret\0\0\0\0", "latin1")]);
const webpAndChunk = (name: string) =>
  Buffer.concat([webp, Buffer.from(`${name}\x06\0\0\0secret`, "latin1")]);

const rotated = await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg({ quality: 20 }).toBuffer();

const unfit: [what: string, source: Buffer, format: Format, hidden: string][] = [
  ["a JPEG that is not upright", rotated, "jpeg", "Exif"],
  ["a JPEG with an application's segment", jpegWith(app1), "jpeg", "secret"],
  ["a JPEG with a comment", jpegWith(comment), "jpeg", "secret"],
  ["a JPEG with a film behind it", Buffer.concat([jpeg, Buffer.from("film")]), "jpeg", "film"],
  ["a JPEG with another one behind it", Buffer.concat([jpeg, other]), "jpeg", "secret"],
  ["a JPEG with a second scan", secondScan, "jpeg", "secret"],
  ["a JPEG with an application's segment between scans", beforeLastScan(app1), "jpeg", "secret"],
  ["a JPEG with a comment between scans", beforeLastScan(comment), "jpeg", "secret"],
  ["a JPEG with a JFIF extension", jpegWith(segment(0xe0, "JFXX\0\x10secret")), "jpeg", "secret"],
  ["a JPEG with more in JFIF's segment", jpegWith(segment(0xe0, `${jfif}secret`)), "jpeg", "secret"],
  ["a JPEG with a thumbnail in JFIF's segment", jpegWith(segment(0xe0, thumbnail)), "jpeg", thumbnail],
  ["a JPEG with any text for Adobe's segment", jpegWith(segment(0xee, "secretsecret")), "jpeg", "secret"],
  ["a JPEG with more in Adobe's segment", jpegWith(segment(0xee, `${adobe}secret`)), "jpeg", "secret"],
  ["a PNG with a profile", withProfile(png, await profileNamed("srgb")), "png", "iCCP"],
  ["a PNG with something behind it", Buffer.concat([png, Buffer.from("film")]), "png", "film"],
  ["a PNG with a chunk behind its end", afterPng, "png", "secret"],
  ["a WebP with a second image", webpAndChunk("VP8 "), "webp", "secret"],
  ["a WebP with a lossless second image", webpAndChunk("VP8L"), "webp", "secret"],
  ["a WebP with a frame behind its image", webpAndChunk("ANMF"), "webp", "secret"],
  ["an AVIF with a box within its description", withMetaBox(avif, box("free")), "avif", "secret"],
  ["an AVIF with another picture", withDepthMap, "avif", "depth"],
  ...["mpvd", "uuid", "free", "mdat"].map((name): [string, Buffer, Format, string] => [
    `an AVIF with a box ${name} behind it`,
    Buffer.concat([avif, box(name)]),
    "avif",
    "secret",
  ]),
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
  test(`a ${format} no larger than its recompression is its own output`, async (t) => {
    const source = await small[format](noise(64));

    const { body, width, height } = await compressed(t, source, { format, quality: 100 });

    t.true(body.equals(source));
    t.deepEqual([width, height], [64, 64]);
  });

  test(`a ${format} larger than its recompression is not its own output`, async (t) => {
    const source = await large[format](noise(64));

    const { body } = await compressed(t, source, { format, quality: 20 });

    t.true(body.length < source.length);
  });
}

for (const [what, source, format] of [
  ["a progressive JPEG", progressive, "jpeg"],
  ["a JPEG with JFIF's segment", jpegWith(segment(0xe0, jfif)), "jpeg"],
  ["a JPEG with Adobe's segment", jpegWith(segment(0xee, adobe)), "jpeg"],
  ["an AVIF with alpha", translucent, "avif"],
] as const) {
  test(`${what} can be its own output`, async (t) => {
    const { body } = await compressed(t, source, { format, quality: 100 });

    t.true(body.equals(source));
  });
}

for (const [what, source, format, hidden] of unfit) {
  test(`${what} is never its own output, however small`, async (t) => {
    t.true(source.includes(hidden));

    const { body } = await compressed(t, source, { format, quality: 100 });

    t.false(body.includes(hidden));
  });
}

test("a source is never the output at another size", async (t) => {
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

test("a PNG of 16 bits becomes one of 8, even if that is larger", async (t) => {
  const source = await solid([9, 9, 9]).toColourspace("rgb16").png().toBuffer();

  const { body } = await compressed(t, source, { format: "png" });

  t.is((await sharp(body).metadata()).depth, "uchar");
});
