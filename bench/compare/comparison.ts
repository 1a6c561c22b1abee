import { type Spread, spread } from "../statistics.ts";
import type { Contender } from "./contenders.ts";
import type { Photograph } from "./photographs.ts";
import { type Entries, type Made, runRounds, timeRatio } from "./rounds.ts";
import type { Scorer } from "./scores.ts";

/** Compares one contender with the lab on one class of images: ratios, and a difference for the score. */
export interface Comparison {
  name: string;
  time: Spread;
  timeToSharp: Spread;
  bytes: Spread;
  score: Spread;
}

/** The labs' settings. */
export const lab = { quality: 40, scale: 0.3, format: "jpeg", effort: "balanced" } as const;

type Contenders = Record<"ours" | "sharp" | "mozjpeg" | "vipsthumbnail" | "lab", Contender>;

export interface Bench {
  contenders: Contenders;
  scorer: Scorer;
  rounds: number;
  /** Receives the outputs. */
  folder: string;
}

/** Compares all contenders, with the lab's settings. */
export async function compareContenders(bench: Bench, photographs: Photograph[]): Promise<Comparison[]> {
  const entries: Entries = {};
  for (const [name, contender] of Object.entries(bench.contenders)) entries[name] = { ...lab, contender };
  const made: Record<string, Made>[] = [];
  for (const photograph of photographs)
    made.push(await runRounds(entries, photograph, bench.rounds, bench.folder));
  return compare(bench.scorer, Object.keys(entries), made);
}

/** @param names - Must include `lab` and `sharp`. */
export async function compare(
  scorer: Scorer,
  names: string[],
  made: Record<string, Made>[],
): Promise<Comparison[]> {
  const of = (name: string) => made.flatMap((images) => images[name] ?? []);
  const [labs, sharps] = [of("lab"), of("sharp")];
  const labScores = await scorer.score(labs);
  const comparisons: Comparison[] = [];
  for (const name of names) {
    const ones = of(name);
    const scores = name === "lab" ? labScores : await scorer.score(ones);
    comparisons.push({
      name,
      time: spread(ratios(ones, labs, timeRatio)),
      timeToSharp: spread(ratios(ones, sharps, timeRatio)),
      bytes: spread(ratios(ones, labs, (one, base) => one.bytes / base.bytes)),
      score: spread(scores.map((score, at) => score - (labScores[at] ?? Number.NaN))),
    });
  }
  return comparisons;
}

function ratios(ones: Made[], bases: Made[], ratio: (one: Made, base: Made) => number): number[] {
  return ones.flatMap((one, at) => {
    const base = bases[at];
    return base === undefined ? [] : ratio(one, base);
  });
}
