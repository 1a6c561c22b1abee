import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { createRandom } from "../random.ts";

/** Creates soft shapes with a camera's noise, different for each seed. */
export function photograph(seed: number, width = 96, height = 64): Sharp {
  const random = createRandom(seed);
  const [across, down] = [1 + random.integer(5), 1 + random.integer(5)];
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) {
    const [x, y] = [(at / 3) % width, at / 3 / width];
    const light = Math.sin((x / width) * across + seed) + Math.cos((y / height) * down + (at % 3));
    pixels[at] = 128 + 50 * light + random.integer(12);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** Writes files by their paths in `folder`, and creates their folders. */
export function writeFiles(folder: string, files: Record<string, Uint8Array | string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
