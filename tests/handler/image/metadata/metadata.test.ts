import test from "ava";
import sharp from "sharp";
import { KeptMetadata } from "../../../../contract/settings.ts";
import { createCarrier } from "../../../../handler/image/metadata/carrier.ts";
import { uprightExif } from "../../../../handler/image/metadata/exif.ts";
import { iptcResource } from "../../../../handler/image/metadata/iptc.ts";
import { uprightXmp } from "../../../../handler/image/metadata/xmp.ts";
import { alike, allCompressed, compressed } from "../../../helpers/images/compressed.ts";
import { heic } from "../../../helpers/images/heic.ts";
import { animation, colourAt, noise, red, solid } from "../../../helpers/images/images.ts";
import { described, iptcField, jpegWithIptc, photo, xmpPacket } from "../../../helpers/images/metadata.ts";

const formats = ["jpeg", "webp", "avif", "png"] as const;
const sources = {
  jpeg: await photo(6).jpeg().toBuffer(),
  webp: await photo(6).webp().toBuffer(),
  png: await photo(6).png().toBuffer(),
  avif: await photo(6).avif().toBuffer(),
};

for (const [kind, source] of Object.entries(sources)) {
  test(`Nothing of a ${kind}'s metadata is left unless it is asked for`, async (t) => {
    const { body } = await compressed(t, source);

    t.deepEqual(await described(body), {});
    for (const secret of ["Ann", "Camera", "GPS", "51"]) t.false(body.includes(secret));
  });

  for (const format of formats) {
    test(`keep carries a ${kind}'s metadata to ${format}, upright and without its position`, async (t) => {
      const { body, width, height } = await compressed(t, source, { format, metadata: "keep" });

      t.like(await described(body), {
        orientation: 1,
        artist: "Ann",
        model: "Camera",
        creator: "Ann Müller",
      });
      t.deepEqual([width, height], [16, 24]);
      t.is((await described(body)).latitude, undefined);
      t.false(body.includes("GPS"));
    });
  }

  test(`keepWithGps carries a ${kind}'s position as well`, async (t) => {
    const { body } = await compressed(t, source, { metadata: "keepWithGps" });

    t.like(await described(body), { latitude: 51.5, xmpLatitude: "51.5N", orientation: 1 });
  });

  test(`copyright carries of a ${kind} who made it and whose it is, and nothing else`, async (t) => {
    const { body } = await compressed(t, source, { metadata: "copyright" });

    t.deepEqual(await described(body), {
      orientation: 1,
      artist: "Ann Muller",
      copyright: "(C) Ann",
      creator: "Ann Müller",
      rights: "© Ann",
      credit: "Agency & Sons",
    });
    for (const secret of ["Camera", "GPS", "51,30"]) t.false(body.includes(secret));
  });
}

test("keep carries the metadata of a HEIC, upright and without its position", async (t) => {
  const { body, width, height } = await compressed(t, heic("described"), { metadata: "keep" });

  t.deepEqual(await described(body), {
    orientation: 1,
    artist: "Ann",
    model: "Camera",
    creator: "Ann Müller",
  });
  t.deepEqual([width, height], [64, 96]);
});

test("copyright and keepWithGps find the metadata of a HEIC", async (t) => {
  const [credits, everything] = await allCompressed(t, heic("described"), [
    { metadata: "copyright" },
    { metadata: "keepWithGps" },
  ]);

  t.like(await described(credits?.body ?? Buffer.alloc(0)), { artist: "Ann Muller", model: undefined });
  t.like(await described(everything?.body ?? Buffer.alloc(0)), { latitude: 51.5, model: "Camera" });
});

test("Each rendition carries what it was told to", async (t) => {
  const images = await allCompressed(
    t,
    sources.jpeg,
    Object.values(KeptMetadata).map((metadata) => ({ metadata })),
  );

  const descriptions = await Promise.all(images.map(({ body }) => described(body)));
  t.deepEqual(
    descriptions.map(({ model, credit, latitude }) => [model, credit, latitude]),
    [
      [undefined, undefined, undefined],
      [undefined, "Agency & Sons", undefined],
      ["Camera", "Agency & Sons", undefined],
      ["Camera", "Agency & Sons", 51.5],
    ],
  );
});

test("Pixels are the same with metadata and without", async (t) => {
  const source = await photo(6).ensureAlpha(0.5).png().toBuffer();

  const [plain, kept] = await allCompressed(t, source, [
    { format: "png" },
    { format: "png", metadata: "keep" },
  ]);

  const [a, b] = await Promise.all([plain, kept].map((image) => sharp(image?.body).raw().toBuffer()));
  t.true(a?.equals(b ?? Buffer.alloc(0)));
});

test("A transparent image with metadata lies on the background where the output has no alpha", async (t) => {
  const source = await solid([0, 0, 255, 0])
    .withExif({ IFD0: { Artist: "Ann" } })
    .png()
    .toBuffer();

  const { body } = await compressed(t, source, { background: "#ff8000", metadata: "keep" });

  alike(t, await colourAt(body), [255, 128, 0]);
});

for (const [field, dataset] of [
  ["by-line", 80],
  ["copyright notice", 116],
  ["credit", 110],
] as const) {
  test(`copyright finds the ${field} of IPTC, in a JPEG and as a TIFF has it`, async (t) => {
    const iptc = iptcField(dataset, "Ann");

    const { body } = await compressed(t, await jpegWithIptc(iptc), { metadata: "copyright" });
    const carrier = await createCarrier({ iptc }, "copyright");

    for (const image of [body, carrier ?? Buffer.alloc(0)])
      t.true(Object.values(await described(image)).includes("Ann"));
  });
}

test("copyright makes nothing of an image without credits", async (t) => {
  const source = await noise()
    .withExif({ IFD0: { Model: "Camera" } })
    .jpeg()
    .toBuffer();

  t.deepEqual(await described((await compressed(t, source, { metadata: "copyright" })).body), {});
});

for (const [what, xmp] of [
  ["no XML", "exif:GPSLatitude = 51"],
  ["a position that no rule finds", xmpPacket("<x:GPS-of>51</x:GPS-of>")],
] as const) {
  test(`XMP that holds ${what} is left out where positions are`, async (t) => {
    const source = await noise().withXmp(xmp).jpeg().toBuffer();

    t.false((await compressed(t, source, { metadata: "keep" })).body.includes("51"));
  });
}

for (const [what, exif] of [
  ["is none", "not TIFF at all"],
  ["ends early", "II*\0\x08\0\0\0\x09\0"],
  ["points beyond its end", "II*\0\xff\xff\0\0"],
] as const) {
  test(`EXIF that ${what} is left out`, async (t) => {
    const jpeg = await noise().jpeg().toBuffer();
    const data = Buffer.from(`Exif\0\0${exif}`, "latin1");
    const head = Buffer.from([0xff, 0xe1, 0, data.length + 2]);
    const source = Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);

    const { body } = await compressed(t, source, { metadata: "keep" });

    t.is((await sharp(body).metadata()).exif, undefined);
  });
}

test("copyright passes over an artist that is no text", async (t) => {
  const jpeg = await photo(1).jpeg().toBuffer();
  const artist = jpeg.indexOf(Buffer.from([0x3b, 0x01, 2, 0]));
  Buffer.from([3, 0, 1, 0, 0, 0]).copy(jpeg, artist + 2);

  t.like(await described((await compressed(t, jpeg, { metadata: "copyright" })).body), {
    creator: "Ann Müller",
  });
});

for (const [what, xmp] of [
  ["ends of packets", `${'<?xpacket end="'.repeat(1000)}${'"?>'.repeat(1000)}\n x`],
  ["blanks", " ".repeat(60_000)],
  ["beginnings of positions", "<a:GPSx>".repeat(7000)],
] as const) {
  test(`XMP of nothing but ${what} is looked through in a moment`, async (t) => {
    const source = await noise().withXmp(xmp).jpeg().toBuffer();
    const start = process.cpuUsage();

    await allCompressed(t, source, [{ metadata: "copyright" }, { metadata: "keep" }]);

    const { user } = process.cpuUsage(start);
    t.true(user < 2e6, `${user} µs`);
  });
}

for (const encoding of ["utf16le", "utf8"] as const) {
  test(`No position in XMP of ${encoding} is kept`, (t) => {
    const xmp = Buffer.from(xmpPacket("", 'exif:GPSLatitude="51,30.0N"'), encoding);

    t.false(uprightXmp(xmp, false)?.toString(encoding).includes("51,30") ?? false);
  });
}

test("Of Photoshop's resources only IPTC is kept", (t) => {
  const iptc = iptcField(80, "Ann");
  const resource = (id: number, data: Buffer) => {
    const head = Buffer.from("8BIM\0\0\x03abc\0\0\0\0", "latin1");
    head.writeUInt16BE(id, 4);
    head.writeUInt32BE(data.length, head.length - 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const block = [resource(0x040c, Buffer.from("thumbnail")), resource(0x0404, iptc)];

  const kept = iptcResource(Buffer.concat([Buffer.from("Photoshop 3.0\0"), ...block]));

  t.deepEqual(kept, iptcResource(iptc));
});

test("A position to which another directory than the first one points is not kept", (t) => {
  const directory = (tag: number, value: number) => {
    const entry = Buffer.from([1, 0, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    entry.writeUInt16LE(tag, 2);
    entry.writeUInt32LE(value, 10);
    return entry;
  };
  const exif = Buffer.concat([
    Buffer.from("II*\0\x08\0\0\0"),
    directory(0x8769, 26),
    directory(0x8825, 44),
    directory(1, 0x4e),
  ]);

  t.is(uprightExif(exif, false)?.readUInt16LE(26), 0);
  t.is(uprightExif(exif, true)?.readUInt16LE(26), 1);
});

test("An animation carries no metadata", async (t) => {
  const source = await (await animation(red, 2))
    .withExif({ IFD0: { Artist: "Ann" } })
    .webp()
    .toBuffer();

  const { body } = await compressed(t, source, { format: "webp", metadata: "keep" });

  t.false(body.includes("Ann"));
});

for (const [metadata, expected] of [
  ["keepWithGps", true],
  ["keep", false],
  ["copyright", false],
  ["strip", false],
] as const) {
  test(`An upright source with a position ${expected ? "can" : "cannot"} be its own output with ${metadata}`, async (t) => {
    const source = await photo(1).jpeg({ quality: 20 }).toBuffer();

    const { body } = await compressed(t, source, { quality: 100, metadata });

    t.is(body.equals(source), expected);
  });
}

test("A described AVIF can be its own output", async (t) => {
  const source = await photo(1).avif({ quality: 20 }).toBuffer();

  const { body } = await compressed(t, source, { format: "avif", quality: 100, metadata: "keepWithGps" });

  t.true(body.equals(source));
});

for (const [what, payload] of [
  ["of another kind", "any secret"],
  ["of its kind", "Exif\0\0secret"],
] as const) {
  test(`Of a source with EXIF, a second segment ${what} is not carried`, async (t) => {
    const upright = await noise(24, 16)
      .withExif({ IFD0: { Artist: "Ann" } })
      .jpeg({ quality: 20 })
      .toBuffer();
    const second = Buffer.from(`\xff\xe1\0${String.fromCharCode(payload.length + 2)}${payload}`, "latin1");
    const source = Buffer.concat([upright.subarray(0, -2), second, upright.subarray(-2)]);

    const { body } = await compressed(t, source, { quality: 100, metadata: "keepWithGps" });

    t.false(body.includes("secret"));
  });
}
