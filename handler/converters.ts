import { openAvif } from "./avif.ts";
import { openBmp } from "./bmp.ts";
import { openHeic } from "./heic.ts";
import type { Announced } from "./memory.ts";
import type { Blocks } from "./metadata.ts";

type Header = Announced["header"];

/** An image that libvips cannot decode: its size as it is seen, and how to make a TIFF of it, upright and with its profile. */
export interface Unconverted extends Header {
  /** Whether it may have some: a BMP's is known from its pixels only. */
  hasAlpha: boolean;
  channels: 3 | 4;
  isConverted: true;
  blocks: Blocks;
  /** @throws {Error} When the bytes end early or make no sense. */
  convert: () => Promise<Buffer>;
}

const converters: Record<string, (bytes: Buffer) => Promise<Unconverted | undefined>> = {
  avif: openAvif,
  bmp: openBmp,
  heic: openHeic,
};

/**
 * Reads the header of an image of a type that libvips cannot decode; `undefined` for all others.
 *
 * @throws {Error} When the header makes no sense.
 */
export async function openUnconverted(type: string, bytes: Buffer): Promise<Unconverted | undefined> {
  return converters[type]?.(bytes);
}
