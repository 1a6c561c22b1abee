import { openAvif } from "./avif.ts";
import { openBmp } from "./bmp.ts";
import type { Convertible } from "./convertible.ts";
import { openHeic } from "./heic.ts";

const converters: Record<string, (bytes: Buffer) => Promise<Convertible | undefined>> = {
  avif: openAvif,
  bmp: openBmp,
  heic: openHeic,
};

/**
 * Reads the header of an image of a type that libvips cannot decode; `undefined` for all others.
 *
 * @throws {Error} When the header makes no sense.
 */
export async function openConvertible(type: string, bytes: Buffer): Promise<Convertible | undefined> {
  return converters[type]?.(bytes);
}
