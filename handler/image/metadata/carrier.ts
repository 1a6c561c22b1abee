import sharp, { type Metadata } from "sharp";
import { KeptMetadata } from "../../../contract/settings.ts";
import { readCredits } from "./credits.ts";
import { uprightExif } from "./exif.ts";
import { iptcResource } from "./iptc.ts";
import { creditsXmp, uprightXmp } from "./xmp.ts";

/** What files carry beside their image, each as libvips hands it out. */
export type Blocks = Pick<Metadata, "exif" | "xmp" | "iptc">;

const [app1, app13] = [0xe1, 0xed];
const longestSegment = 0xff_ff - 2;

/**
 * A black pixel as a JPEG with the metadata that an output is to carry: sharp takes such blocks only with an image. `undefined`
 * where there is nothing to carry.
 */
export async function createCarrier(blocks: Blocks, choice: KeptMetadata): Promise<Buffer | undefined> {
  if (choice === KeptMetadata.copyright) return creditsCarrier(blocks);
  const segments = segmentsOf(keptBlocks(blocks, choice));
  return segments.length > 0 ? withSegments(await blackPixel().jpeg().toBuffer(), segments) : undefined;
}

/** Whether a source's own blocks are what its output would carry. */
export function carriesAsAsked(blocks: Blocks, choice: KeptMetadata): boolean {
  const { exif, xmp, iptc } = keptBlocks(blocks, choice);
  return isSame(blocks.exif, exif) && isSame(blocks.xmp, xmp) && isSame(blocks.iptc, iptc);
}

function isSame(given: Buffer | undefined, kept: Buffer | undefined): boolean {
  return given === undefined || (kept !== undefined && given.equals(kept));
}

type KeptBlocks = { [Block in keyof Blocks]: Buffer | undefined };

function keptBlocks({ exif, xmp, iptc }: Blocks, choice: KeptMetadata): KeptBlocks {
  const keepGps = choice === KeptMetadata.keepWithGps;
  if (choice !== KeptMetadata.keep && !keepGps) return {};
  return {
    exif: exif && uprightExif(exif, keepGps),
    // What is longer would be left out in the end, and takes time to look through.
    xmp: xmp && xmp.length <= longestSegment ? uprightXmp(xmp, keepGps) : undefined,
    iptc: iptc && iptcResource(iptc),
  };
}

/** JPEG's segments, without those that are longer than a segment can be; IPTC lies in its resource already. */
function segmentsOf({ exif, xmp, iptc }: KeptBlocks): Buffer[] {
  return [
    exif && segment(app1, "Exif\0\0", exif),
    xmp && segment(app1, "http://ns.adobe.com/xap/1.0/\0", xmp),
    iptc && segment(app13, "", iptc),
  ].filter((bytes) => bytes !== undefined);
}

function segment(marker: number, name: string, data: Buffer): Buffer | undefined {
  const isNamed = data.toString("latin1", 0, name.length) === name;
  const payload = isNamed ? data : Buffer.concat([Buffer.from(name, "latin1"), data]);
  if (payload.length > longestSegment) return undefined;
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

/** XMP says it in full; EXIF, which has room for ASCII only, for those who read nothing else. */
async function creditsCarrier(blocks: Blocks): Promise<Buffer | undefined> {
  const segments = segmentsOf({ ...blocks, iptc: blocks.iptc && iptcResource(blocks.iptc) });
  if (segments.length === 0) return undefined;
  const credits = await readCredits(withSegments(await blackPixel().jpeg().toBuffer(), segments));
  const { artist, copyright } = credits;
  if (Object.values(credits).every((value) => value === undefined)) return undefined;
  const IFD0 = { ...(artist && { Artist: artist }), ...(copyright && { Copyright: copyright }) };
  const exif = Object.keys(IFD0).length > 0 ? blackPixel().withExif({ IFD0 }) : blackPixel();
  return exif.withXmp(creditsXmp(credits)).jpeg().toBuffer();
}

function blackPixel() {
  return sharp({ create: { width: 1, height: 1, channels: 3, background: "black" } });
}

function withSegments(jpeg: Buffer, segments: Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}
