import { openAvif } from "./avif.ts";
import { openBmp } from "./bmp.ts";
import type { Convertible } from "./convertible.ts";
import { openHeic } from "./heic.ts";

const converters: Record<string, (bytes: Buffer) => Promise<Convertible | undefined>> = {
  avif: openAvif,
  bmp: openBmp,
  heic: openHeic,
};

/** Returns `undefined` for an image libvips can decode. @throws {Error} When the header makes no sense. */
export async function openConvertible(type: string, bytes: Buffer): Promise<Convertible | undefined> {
  return converters[type]?.(bytes);
}
