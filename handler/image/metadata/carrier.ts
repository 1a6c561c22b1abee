import sharp, { type Metadata } from "sharp";
import { KeptMetadata } from "../../../contract/settings.ts";
import {
  createSegment,
  insertSegments,
  longestPayload,
  markers,
  segmentHeaders,
} from "../formats/jpeg-segments.ts";
import { readCredits } from "./credits.ts";
import { uprightExif } from "./exif.ts";
import { iptcResource } from "./iptc.ts";
import { creditsXmp, uprightXmp } from "./xmp.ts";

/** The metadata of a file, as libvips returns it. */
export type Blocks = Pick<Metadata, "exif" | "xmp" | "iptc">;

/** Makes a JPEG of one black pixel with an output's metadata, since sharp takes it only from an image. `undefined` without metadata. */
export async function createCarrier(blocks: Blocks, choice: KeptMetadata): Promise<Buffer | undefined> {
  if (choice === KeptMetadata.copyright) return creditsCarrier(blocks);
  const segments = segmentsOf(keptBlocks(blocks, choice));
  return segments.length > 0 ? insertSegments(await blackPixel().jpeg().toBuffer(), segments) : undefined;
}

/** Returns `true` if an output would carry a source's own blocks unchanged. */
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
    // A longer block would be left out in the end, and takes time to search.
    xmp: xmp && xmp.length <= longestPayload ? uprightXmp(xmp, keepGps) : undefined,
    iptc: iptc && iptcResource(iptc),
  };
}

/** Leaves out blocks too long for a segment. IPTC lies in its resource already. */
function segmentsOf({ exif, xmp, iptc }: KeptBlocks): Buffer[] {
  return [
    exif && createSegment(markers.app1, segmentHeaders.exif, exif),
    xmp && createSegment(markers.app1, segmentHeaders.xmp, xmp),
    iptc && createSegment(markers.app13, segmentHeaders.photoshop, iptc),
  ].filter((bytes) => bytes !== undefined);
}

/** XMP has the full text. EXIF, with ASCII only, serves readers of nothing else. */
async function creditsCarrier(blocks: Blocks): Promise<Buffer | undefined> {
  const segments = segmentsOf({ ...blocks, iptc: blocks.iptc && iptcResource(blocks.iptc) });
  if (segments.length === 0) return undefined;
  const credits = await readCredits(insertSegments(await blackPixel().jpeg().toBuffer(), segments));
  const { artist, copyright } = credits;
  if (Object.values(credits).every((value) => value === undefined)) return undefined;
  const IFD0 = { ...(artist && { Artist: artist }), ...(copyright && { Copyright: copyright }) };
  const exif = Object.keys(IFD0).length > 0 ? blackPixel().withExif({ IFD0 }) : blackPixel();
  return exif.withXmp(creditsXmp(credits)).jpeg().toBuffer();
}

function blackPixel() {
  return sharp({ create: { width: 1, height: 1, channels: 3, background: "black" } });
}
