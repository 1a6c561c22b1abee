import sharp from "sharp";
import { profileOfNumbers } from "./colour-numbers.ts";
import type { Unconverted } from "./converters.ts";
import { unpremultiply } from "./premultiplied.ts";
import { createTiff } from "./tiff.ts";

/**
 * An AVIF that libvips decodes as if its colours were sRGB and its alpha not multiplied in, when it says in its boxes that they
 * are not so; `undefined` for all others.
 */
export async function openAvif(avif: Buffer): Promise<Unconverted | undefined> {
  const boxes = avif.subarray(0, Math.max(0, avif.indexOf("mdat")));
  const profile = profileOf(boxes);
  const isPremultiplied = boxes.includes("prem");
  if (profile === undefined && !isPremultiplied) return undefined;
  const header = await sharp(avif, { limitInputPixels: false }).metadata();
  return {
    ...header.autoOrient,
    blocks: header,
    convert: () => convert(avif, profile, isPremultiplied),
  };
}

/** A profile goes before numbers. */
function profileOf(boxes: Buffer): Buffer | undefined {
  const at = boxes.indexOf("colrnclx");
  if (at < 0 || at + 12 > boxes.length || boxes.includes("colrprof")) return undefined;
  return profileOfNumbers(boxes.readUInt16BE(at + 8), boxes.readUInt16BE(at + 10));
}

async function convert(avif: Buffer, profile: Buffer | undefined, isPremultiplied: boolean): Promise<Buffer> {
  const image = sharp(avif, { limitInputPixels: false }).pipelineColourspace("srgb").autoOrient();
  const { data, info } = await image
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const channels = info.channels === 4 ? 4 : 3;
  const { file, pixels } = createTiff({ width, height, channels, profile });
  data.copy(pixels);
  if (isPremultiplied && channels === 4) unpremultiply(pixels);
  return file;
}
