import fc from "fast-check";
import { run } from "./run.ts";
import type { Subject } from "./state.ts";
import { possible, type World } from "./world.ts";
import { schedules, worlds } from "./worlds.ts";

/** Shrinking counts in; whoever has hundreds of thousands of runs to go may wait as long. */
const longestMs = 8 * 60_000;

/** Which runs: `path` is fast-check's way to one of them. */
export interface Draw {
  seed: number;
  runs: number;
  path?: string;
  /** Whether what is found is made as small as it can be. */
  shrinks?: boolean;
}

export interface Finding {
  fault: string;
  /** Which run found it, the first being 1. */
  foundAt: number;
  path: string;
  world: World;
  schedule: number[];
}

/**
 * Draws worlds and schedules until one ends wrong. The same seed draws the same.
 *
 * @throws {Error} When the time is up before the last run.
 */
export async function check(subject: Subject, draw: Draw): Promise<Finding | undefined> {
  const { seed, runs, path, shrinks = false } = draw;
  const property = fc.asyncProperty(worlds, schedules, async (world, schedule) => {
    const fault = await run(world, schedule, subject);
    if (fault !== undefined) throw new Error(fault);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: !shrinks,
    interruptAfterTimeLimit: longestMs,
    markInterruptAsFailure: true,
    ...(path !== undefined && { path }),
  });
  if (!details.failed) return undefined;

  const [world, schedule] = details.counterexample ?? [];
  const { counterexamplePath, errorInstance, numRuns } = details;
  if (world === undefined || schedule === undefined || counterexamplePath === null)
    throw new Error(`Only ${numRuns} of ${runs} runs within ${longestMs / 1000} s`);
  const fault = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { fault, foundAt: numRuns, path: counterexamplePath, world, schedule };
}

/** What happened in a run, a line for each step. */
export async function traceOf({ world, schedule }: Finding, subject: Subject): Promise<string[]> {
  const { workers, outputNaming, mirrorDeletions, renditions } = possible(world, subject.beyond);
  const deletions = mirrorDeletions ? "deletions mirrored" : "deletions not mirrored";
  const lines = [`up to ${workers} workers, ${outputNaming}, ${deletions}, renditions: ${renditions}`];
  await run(world, schedule, subject, (line) => lines.push(line));
  return lines;
}
