import test from "ava";
import sharp from "sharp";
import { KeptMetadata } from "../../../../contract/settings.ts";
import { alike, allCompressed, compressed } from "../../../helpers/images/compressed.ts";
import { heic } from "../../../helpers/images/heic.ts";
import { animation, colourAt, red, solid } from "../../../helpers/images/images.ts";
import { described, photo } from "../../../helpers/images/metadata.ts";

const formats = ["jpeg", "webp", "avif", "png"] as const;
const sources = {
  jpeg: await photo(6).jpeg().toBuffer(),
  webp: await photo(6).webp().toBuffer(),
  png: await photo(6).png().toBuffer(),
  avif: await photo(6).avif().toBuffer(),
};

for (const [kind, source] of Object.entries(sources)) {
  test(`None of a ${kind}'s metadata is left unless it is asked for`, async (t) => {
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

  test(`copyright carries a ${kind}'s creator and rights, and nothing else`, async (t) => {
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

test("Each rendition carries the metadata that its own option asks for", async (t) => {
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

test("A transparent image with metadata is blended with the background where the output has no alpha", async (t) => {
  const source = await solid([0, 0, 255, 0])
    .withExif({ IFD0: { Artist: "Ann" } })
    .png()
    .toBuffer();

  const { body } = await compressed(t, source, { background: "#ff8000", metadata: "keep" });

  alike(t, await colourAt(body), [255, 128, 0]);
});

test("An animation carries no metadata", async (t) => {
  const source = await (await animation(red, 2))
    .withExif({ IFD0: { Artist: "Ann" } })
    .webp()
    .toBuffer();

  const { body } = await compressed(t, source, { format: "webp", metadata: "keep" });

  t.false(body.includes("Ann"));
});
