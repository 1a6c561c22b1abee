import { withStatedColours } from "../colour/png-colours.ts";
import { nameAt } from "./file-parts.ts";
import { withClearCanvas } from "./gif-canvas.ts";
import { majorBrandAt } from "./iso-boxes.ts";

/** Each rewrites what libvips passes over in a way it understands, and returns every other file unchanged. */
const normalisers: Record<string, (bytes: Buffer) => Buffer> = {
  png: withStatedColours,
  gif: withClearCanvas,
  avif: asStill,
};

export function normalised(type: string, bytes: Buffer): Buffer {
  return normalisers[type]?.(bytes) ?? bytes;
}

/** libvips does not recognise the major brand `avis`. Under `avif` it decodes the first image. */
function asStill(avif: Buffer): Buffer {
  if (nameAt(avif, majorBrandAt) !== "avis") return avif;
  const still = Buffer.from(avif);
  still.write("avif", majorBrandAt, "latin1");
  return still;
}
