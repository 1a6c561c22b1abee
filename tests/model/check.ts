import fc, { type IAsyncProperty, type RunDetails } from "fast-check";
import { run } from "./run.ts";
import type { Subject } from "./state.ts";
import { possible, type World } from "./world.ts";
import { schedules, worlds } from "./worlds.ts";

/** Limits the search for a smaller finding, not the search for a finding. */
const shrinkingMs = 8 * 60_000;

/** The runs to draw: `path` is fast-check's way to one of them. */
export interface Draw {
  seed: number;
  runs: number;
  path?: string;
  /** True to make a finding as small as possible. */
  shrinks?: boolean;
}

export interface Finding {
  fault: string;
  /** The number of the run with the finding, from 1. */
  foundAt: number;
  path: string;
  world: World;
  schedule: number[];
}

/** Draws worlds and schedules until one ends wrong. The same seed draws the same. */
export async function check(subject: Subject, draw: Draw): Promise<Finding | undefined> {
  const { seed, runs, path, shrinks = false } = draw;
  const property = fc.asyncProperty(worlds, schedules, async (world, schedule) => {
    const fault = await run(world, schedule, subject);
    if (fault !== undefined) throw new Error(fault);
  });
  const first = await fc.check(property, {
    ...{ seed, numRuns: runs, endOnFailure: true },
    ...(path !== undefined && { path }),
  });
  if (!first.failed) return undefined;
  const shrunk = shrinks ? await shrink(property, first) : first;

  const { counterexample, counterexamplePath, errorInstance } = shrunk;
  const [world, schedule] = counterexample ?? [];
  if (world === undefined || schedule === undefined || counterexamplePath === null)
    throw new Error("fast-check failed without a counterexample", { cause: errorInstance });
  const fault = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { fault, foundAt: first.numRuns, path: counterexamplePath, world, schedule };
}

async function shrink<Inputs>(
  property: IAsyncProperty<Inputs>,
  found: RunDetails<Inputs>,
): Promise<RunDetails<Inputs>> {
  const path = found.counterexamplePath ?? "";
  const limit = { interruptAfterTimeLimit: shrinkingMs };
  const shrunk = await fc.check(property, { seed: found.seed, path, ...limit });
  return shrunk.failed ? shrunk : found;
}

/** Describes a run, a line for each step. */
export async function traceOf({ world, schedule }: Finding, subject: Subject): Promise<string[]> {
  const { workers, outputNaming, mirrorDeletions, marks, renditions } = possible(world, subject.beyond);
  const deletions = mirrorDeletions ? "deletions mirrored" : "deletions not mirrored";
  const marked = marks ? "sources marked" : "sources not marked";
  const lines = [
    `up to ${workers} workers, ${outputNaming}, ${deletions}, ${marked}, renditions: ${renditions}`,
  ];
  await run(world, schedule, subject, (line) => lines.push(line));
  return lines;
}
