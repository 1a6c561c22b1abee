import { withStatedColours } from "../colour/png-colours.ts";
import { nameAt } from "./file-parts.ts";
import { withClearCanvas } from "./gif-canvas.ts";
import { majorBrandAt } from "./iso-boxes.ts";

/** What a format says that libvips passes over, said in the words that it knows. Every other file is handed back as it is. */
const restate: Record<string, (bytes: Buffer) => Buffer> = {
  png: withStatedColours,
  gif: withClearCanvas,
  avif: asStill,
};

export function normalised(type: string, bytes: Buffer): Buffer {
  return restate[type]?.(bytes) ?? bytes;
}

/** An AVIF that says it is animated before all else is not known for one; its first image is. */
function asStill(avif: Buffer): Buffer {
  if (nameAt(avif, majorBrandAt) !== "avis") return avif;
  const still = Buffer.from(avif);
  still.write("avif", majorBrandAt, "latin1");
  return still;
}
