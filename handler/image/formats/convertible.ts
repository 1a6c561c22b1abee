import type { Announced } from "../memory.ts";
import type { Blocks } from "../metadata/carrier.ts";

type Header = Announced["header"];

/** An image libvips cannot decode, with its upright size. `convert` makes an upright TIFF of it, with its profile. */
export interface Convertible extends Header {
  /** The image may have alpha: only the pixels of a BMP tell for certain. */
  hasAlpha: boolean;
  channels: 3 | 4;
  isConverted: true;
  blocks: Blocks;
  /** @throws {Error} When the bytes end early or make no sense. */
  convert: () => Promise<Buffer>;
}
