import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { heic } from "../helpers/images/heic.ts";
import { blackPng, noise, profileNamed, withProfile } from "../helpers/images/images.ts";
import { root } from "../helpers/root.ts";
import { createApng } from "./apng.ts";
import { bmpSources } from "./bmp-sources.ts";

export type SourceFormat = "jpeg" | "png" | "webp" | "avif" | "gif" | "tiff" | "bmp" | "heic";

/** A valid file to mutate. */
export interface Source {
  name: string;
  format: SourceFormat;
  bytes: Buffer;
}

const heicFolder = join(root, "tests/fixtures/heic");

/** Creates at least one file of every supported kind, always the same and a few kilobytes at most. */
export async function createSources(): Promise<Source[]> {
  const made = Object.entries(makers).flatMap(([format, kinds]) =>
    Object.entries(kinds).map(async ([name, make]): Promise<Source> => {
      return { name: `${format} ${name}`, format: format as SourceFormat, bytes: await make() };
    }),
  );
  return Promise.all(made);
}

type Make = () => Buffer | Promise<Buffer>;

const of = (image: () => Sharp | Promise<Sharp>) => async () => (await image()).toBuffer();

const [width, height] = [120, 90];

const photo = () => noise(16, 12).resize(width, height, { kernel: "cubic", fit: "fill" });
const withAlpha = async () =>
  sharp(await photo().png().toBuffer()).joinChannel(
    await noise(8).resize(width, height, { fit: "fill" }).extractChannel(0).png().toBuffer(),
  );
const withExtras = () =>
  photo()
    .withExif({ IFD0: { Copyright: "me", Orientation: "6" }, IFD3: { GPSLatitudeRef: "N" } })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a/></x:xmpmeta>')
    .withIccProfile("p3");
const frames = async (count = 4) => {
  const shades = Array.from({ length: count }, (_, index) => photo().modulate({ hue: 60 * index }));
  return Promise.all(shades.map((shade) => shade.png().toBuffer()));
};
const animated = async () => sharp(await frames(), { join: { animated: true } });

const makers: Record<SourceFormat, Record<string, Make>> = {
  jpeg: {
    baseline: of(() => photo().jpeg({ quality: 85 })),
    "4:4:4": of(() => photo().jpeg({ chromaSubsampling: "4:4:4" })),
    progressive: of(() => photo().jpeg({ progressive: true })),
    cmyk: of(() => photo().toColourspace("cmyk").jpeg()),
    grey: of(() => photo().toColourspace("b-w").jpeg()),
    "with all metadata": of(() => withExtras().jpeg()),
  },
  png: {
    rgb: of(() => photo().png()),
    interlaced: of(async () => (await withAlpha()).png({ progressive: true })),
    "16 bit": of(() => photo().toColourspace("rgb16").png()),
    "16 bit grey": of(() => photo().toColourspace("grey16").png()),
    palette: of(() => photo().png({ palette: true, colours: 13 })),
    "1 bit": () => blackPng(width, height),
    "with a profile": async () => withProfile(await photo().png().toBuffer(), await profileNamed("p3")),
    animated: async () => createApng((await frames()) as [Buffer, ...Buffer[]]),
  },
  webp: {
    lossy: of(() => photo().webp()),
    "lossy with alpha": of(async () => (await withAlpha()).webp()),
    lossless: of(async () => (await withAlpha()).webp({ lossless: true })),
    animated: of(async () => (await animated()).webp({ loop: 2, delay: 50 })),
    "animated, lossless": of(async () => (await animated()).webp({ lossless: true })),
    "with all metadata": of(() => withExtras().webp()),
  },
  avif: {
    plain: of(() => photo().avif({ effort: 0 })),
    "with alpha": of(async () => (await withAlpha()).avif({ effort: 0 })),
    "with all metadata": of(() => withExtras().avif({ effort: 0 })),
  },
  gif: {
    still: of(() => photo().gif()),
    interlaced: of(() => photo().gif({ progressive: true })),
    animated: of(async () => (await animated()).gif({ loop: 0, delay: 80 })),
  },
  tiff: {
    plain: of(() => photo().tiff({ compression: "none" })),
    lzw: of(() => photo().tiff({ compression: "lzw", predictor: "horizontal" })),
    deflate: of(async () => (await withAlpha()).tiff({ compression: "deflate" })),
    jpeg: of(() => photo().tiff({ compression: "jpeg" })),
    packbits: of(() => photo().tiff({ compression: "packbits" })),
    fax: of(() => photo().toColourspace("b-w").threshold().tiff({ compression: "ccittfax4", bitdepth: 1 })),
    tiled: of(() => photo().tiff({ tile: true, tileWidth: 64, tileHeight: 64, pyramid: true })),
    big: of(() => photo().tiff({ bigtiff: true, compression: "lzw" })),
    "16 bit": of(() => photo().toColourspace("rgb16").tiff({ compression: "deflate" })),
    cmyk: of(() => photo().toColourspace("cmyk").tiff({ compression: "lzw" })),
    "of 4 pages": of(async () => (await animated()).tiff({ compression: "lzw" })),
    "with all metadata": of(() => withExtras().tiff({ compression: "lzw" })),
  },
  bmp: bmpSources,
  heic: Object.fromEntries(
    readdirSync(heicFolder)
      .filter((name) => name.endsWith(".heic"))
      .map((name) => name.slice(0, -".heic".length))
      .map((name) => [name, () => heic(name)]),
  ),
};
