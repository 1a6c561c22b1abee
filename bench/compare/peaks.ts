import { statSync } from "node:fs";
import { extname, join } from "node:path";
import sharp from "sharp";
import { type Bench, lab } from "./comparison.ts";
import type { Command, Spent } from "./contenders.ts";
import { type Classes, jpegPhotographs, type Photograph, pngWallpapers } from "./photographs.ts";
import { createJob } from "./rounds.ts";
import type { LineWorker } from "./workers/line-worker.ts";

export type Spawner = LineWorker<Command, Spent>;

export interface Peak {
  image: string;
  /** Megabytes of a fresh process, by contender. */
  peaks: Record<string, number>;
}

/** Measures a baseline JPEG and a non-interlaced PNG of each size, 4:3. */
export async function measurePeaks(
  bench: Bench,
  spawner: Spawner,
  classes: Classes,
  megapixels: number[],
): Promise<Peak[]> {
  const peaks: Peak[] = [];
  for (const size of megapixels) {
    for (const photograph of await createLarge(classes, size, bench.folder)) {
      const megabytes = Math.round(statSync(photograph.file).size / 1e6);
      const kind = extname(photograph.file).slice(1).toUpperCase();
      const image = `${size} megapixels, ${kind} of ${megabytes} MB`;
      peaks.push({ image, peaks: await peaksOf(bench, spawner, photograph) });
    }
  }
  return peaks;
}

async function peaksOf(
  { contenders, folder }: Bench,
  spawner: Spawner,
  photograph: Photograph,
): Promise<Record<string, number>> {
  const peaks: Record<string, number> = {};
  for (const [name, contender] of Object.entries(contenders)) {
    const job = createJob({ ...lab, contender }, photograph, folder);
    const { status, peakMegabytes } = await spawner.ask(contender.command(job));
    if (status !== 0) throw new Error(`${name} failed with ${photograph.file}`);
    peaks[name] = peakMegabytes;
  }
  return peaks;
}

/** Creates a JPEG from a photograph and a PNG from a drawing: a photograph of 48 megapixels is too large as a PNG. */
async function createLarge(classes: Classes, megapixels: number, folder: string): Promise<Photograph[]> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const height = Math.round((width * 3) / 4);
  const scaled = (kind: string) =>
    sharp(classes[kind]?.[0]?.file).flatten().resize({ width, height, fit: "fill" });
  const jpeg = join(folder, `${megapixels}.jpeg`);
  const png = join(folder, `${megapixels}.png`);
  await scaled(jpegPhotographs).jpeg({ quality: 85, progressive: false }).toFile(jpeg);
  await scaled(pngWallpapers).png({ progressive: false, compressionLevel: 6 }).toFile(png);
  return [jpeg, png].map((file) => ({ file, width, height }));
}

/** Returns the megabytes held by a warm process of ours after `count` images of all classes, JPEG and WebP in turn. */
export async function measureWarm(bench: Bench, classes: Classes, count: number): Promise<number> {
  const photographs = Object.values(classes).flat();
  let held = Number.NaN;
  for (let at = 0; at < count; at += 1) {
    const photograph = photographs[at % photographs.length] as Photograph;
    const format = at % 2 === 0 ? "jpeg" : "webp";
    const job = createJob({ ...lab, format, contender: bench.contenders.ours }, photograph, bench.folder);
    held = (await bench.contenders.ours.run(job)).megabytes ?? held;
  }
  return held;
}
