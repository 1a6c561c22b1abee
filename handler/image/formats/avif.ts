import sharp from "sharp";
import { profileOfCicp } from "../colour/cicp.ts";
import { unpremultiply } from "../colour/unpremultiply.ts";
import { toPixels } from "../encode.ts";
import type { Convertible } from "./convertible.ts";
import { type Box, boxesOf, contentsOf, versionBytes } from "./iso-boxes.ts";
import { createTiff } from "./tiff.ts";

/** Opens an AVIF in other colours than sRGB or with premultiplied alpha, by its boxes: libvips ignores both. */
export async function openAvif(avif: Buffer): Promise<Convertible | undefined> {
  const meta = contentsOf(boxesOf(avif), "meta").flatMap((box) => boxesOf(box.subarray(versionBytes)));
  const profile = profileOf(meta);
  const references = contentsOf(meta, "iref").flatMap((box) => boxesOf(box.subarray(versionBytes)));
  const isPremultiplied = contentsOf(references, "prem").length > 0;
  if (profile === undefined && !isPremultiplied) return undefined;
  const header = await sharp(avif, { limitInputPixels: false }).metadata();
  return {
    ...header.autoOrient,
    hasAlpha: header.hasAlpha,
    channels: header.hasAlpha ? 4 : 3,
    isConverted: true,
    blocks: header,
    convert: () => convert(avif, profile, isPremultiplied),
  };
}

/** An embedded profile outranks numbers. */
function profileOf(meta: Box[]): Buffer | undefined {
  const properties = contentsOf(meta, "iprp").flatMap((box) =>
    contentsOf(boxesOf(box), "ipco").flatMap(boxesOf),
  );
  const colours = contentsOf(properties, "colr");
  const isOf = (type: string) => (colour: Buffer) => colour.toString("latin1", 0, 4) === type;
  const numbers = colours.find(isOf("nclx"));
  if (numbers === undefined || numbers.length < 8 || colours.some(isOf("prof"))) return undefined;
  return profileOfCicp(numbers.readUInt16BE(4), numbers.readUInt16BE(6));
}

async function convert(avif: Buffer, profile: Buffer | undefined, isPremultiplied: boolean): Promise<Buffer> {
  const image = sharp(avif, { limitInputPixels: false }).pipelineColourspace("srgb").autoOrient();
  const { data, width, height, ...raw } = await toPixels(image.toColourspace("srgb"));
  const channels = raw.channels === 4 ? 4 : 3;
  const { file, pixels } = createTiff({ width, height, channels, profile });
  data.copy(pixels);
  if (isPremultiplied && channels === 4) unpremultiply(pixels);
  return file;
}
