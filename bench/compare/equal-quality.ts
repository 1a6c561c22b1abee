import type { Effort, Format } from "../../contract/settings.ts";
import { interpolate, median } from "../statistics.ts";
import { type Bench, type Comparison, compare, lab } from "./comparison.ts";
import type { Photograph } from "./photographs.ts";
import { createJob, type Entries, type Entry, type Made, runRounds } from "./rounds.ts";

/** Compares our output at the quality scoring as the lab's output does. */
export interface EqualQuality extends Comparison {
  quality: number;
}

/** Qualities to score; the quality with the lab's score is interpolated between them. */
const searched: Record<Exclude<Format, "png">, number[]> = {
  jpeg: [25, 40, 55],
  webp: [30, 50, 70],
  avif: [25, 40, 55],
};

type Variant = [format: keyof typeof searched, effort: Effort];
const variants: Variant[] = [
  ["jpeg", "balanced"],
  ["jpeg", "smallest"],
  ["webp", "fast"],
  ["webp", "balanced"],
  ["avif", "fast"],
  ["avif", "balanced"],
];

/** Finds the quality with the lab's score for every image and variant, and measures the cost at this quality. */
export async function compareAtEqualQuality(
  bench: Bench,
  photographs: Photograph[],
): Promise<EqualQuality[]> {
  const made: Record<string, Made>[] = [];
  const qualities: number[][] = [];
  for (const photograph of photographs) {
    const found = await findQualities(bench, photograph);
    qualities.push(found);
    const { lab: pillow, sharp, ours } = bench.contenders;
    const entries: Entries = { lab: { ...lab, contender: pillow }, sharp: { ...lab, contender: sharp } };
    for (const [at, quality] of found.entries()) {
      const [format, effort] = variants[at] as Variant;
      entries[nameOf(format, effort)] = { ...lab, contender: ours, format, effort, quality };
    }
    made.push(await runRounds(entries, photograph, bench.rounds, bench.folder));
  }
  const names = variants.map((variant) => nameOf(...variant));
  const comparisons = await compare(bench.scorer, names, made);
  return comparisons.map((comparison, at) => ({
    ...comparison,
    quality: median(qualities.map((found) => found[at] ?? Number.NaN)),
  }));
}

function nameOf(format: Format, effort: Effort): string {
  return `${format}, ${effort}`;
}

/** Interpolates one quality per variant from the scores of the qualities around it. */
async function findQualities(
  { contenders, scorer, folder }: Bench,
  photograph: Photograph,
): Promise<number[]> {
  const trials = variants.flatMap(([format, effort]) =>
    searched[format].map((quality) => ({ ...lab, contender: contenders.ours, format, effort, quality })),
  );
  const entries: Entry[] = [{ ...lab, contender: contenders.lab }, ...trials];
  const jobs = entries.map((entry) => createJob(entry, photograph, folder));
  for (const [at, job] of jobs.entries()) await entries[at]?.contender.run(job);
  const [wanted = Number.NaN, ...scores] = await scorer.score(jobs);
  return variants.map(([format], variant) => {
    const candidates = searched[format];
    const points = candidates.map((quality, at): [number, number] => [
      scores[variant * candidates.length + at] ?? Number.NaN,
      quality,
    ]);
    return Math.min(100, Math.max(1, Math.round(interpolate(points, wanted))));
  });
}
