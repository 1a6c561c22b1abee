import type { Sharp } from "sharp";
import { fromPixels, toPixels } from "../encode.ts";

/** Converts as browsers do: each ink takes its share of light. libvips would convert by the profile of its own press. Alpha is kept. */
export async function fromBareCmyk(image: Sharp): Promise<Sharp> {
  const stored = await toPixels(image.pipelineColourspace("cmyk").toColourspace("cmyk"));
  const { data, width, height } = stored;
  const inks: number = stored.channels;
  const channels = inks === 5 ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  for (let from = 0, to = 0; to < pixels.length; from += inks, to += channels) {
    const light = 255 - (data[from + 3] ?? 0);
    for (let ink = 0; ink < 3; ink += 1)
      pixels[to + ink] = Math.round(((255 - (data[from + ink] ?? 0)) * light) / 255);
    if (channels === 4) pixels[to + 3] = data[from + 4] ?? 255;
  }
  return fromPixels({ data: pixels, width, height, channels });
}
