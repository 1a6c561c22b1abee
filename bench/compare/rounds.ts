import { statSync } from "node:fs";
import { join } from "node:path";
import type { Effort, Format } from "../../contract/settings.ts";
import { median } from "../statistics.ts";
import type { Contender, Job } from "./contenders.ts";
import type { Photograph } from "./photographs.ts";

export interface Entry {
  contender: Contender;
  quality: number;
  scale: number;
  format: Format;
  effort: Effort;
}

/** An entry's output for one image. */
export interface Made {
  source: string;
  output: string;
  bytes: number;
  /** Processor time in each round. */
  milliseconds: number[];
}

export type Entries = Record<string, Entry>;

/** Runs all entries in turn, `rounds` times after one uncounted round. */
export async function runRounds(
  entries: Entries,
  photograph: Photograph,
  rounds: number,
  folder: string,
): Promise<Record<string, Made>> {
  const jobs = Object.entries(entries).map(([name, entry]) => {
    return {
      name,
      contender: entry.contender,
      job: createJob(entry, photograph, folder),
      times: [] as number[],
    };
  });
  for (let round = 0; round <= rounds; round += 1) {
    for (const { contender, job, times } of jobs) {
      const { milliseconds, rejection } = await contender.run(job);
      if (rejection !== undefined) throw new Error(`${rejection}: ${job.source}`);
      if (round > 0) times.push(milliseconds);
    }
  }
  const made = jobs.map(({ name, job: { source, output }, times }): [string, Made] => [
    name,
    { source, output, bytes: statSync(output).size, milliseconds: times },
  ]);
  return Object.fromEntries(made);
}

let jobsCreated = 0;

export function createJob(entry: Entry, photograph: Photograph, folder: string): Job {
  const { quality, scale, format, effort } = entry;
  const width = Math.round(photograph.width * scale);
  jobsCreated += 1;
  const output = join(folder, `${jobsCreated}.${format === "jpeg" ? "jpg" : format}`);
  return { source: photograph.file, output, quality, scale, width, format, effort };
}

/** Returns the processor time as a ratio to the one of `base`: the median over the rounds. */
export function timeRatio(one: Made, base: Made): number {
  return median(one.milliseconds.map((spent, round) => spent / (base.milliseconds[round] ?? Number.NaN)));
}
