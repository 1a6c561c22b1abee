import type { Announced } from "../memory.ts";
import type { Blocks } from "../metadata/carrier.ts";

type Header = Announced["header"];

/** An image that libvips cannot decode: its size as it is seen, and how to make a TIFF of it, upright and with its profile. */
export interface Convertible extends Header {
  /** Whether it may have some: a BMP's is known from its pixels only. */
  hasAlpha: boolean;
  channels: 3 | 4;
  isConverted: true;
  blocks: Blocks;
  /** @throws {Error} When the bytes end early or make no sense. */
  convert: () => Promise<Buffer>;
}
