import fc from "fast-check";
import { run } from "./run.ts";
import type { Subject } from "./state.ts";
import type { World } from "./world.ts";
import { schedules, worlds } from "./worlds.ts";

/** Which runs: `path` is fast-check's way to one of them. */
export interface Draw {
  seed: number;
  runs: number;
  path?: string;
  /** Whether what is found is made as small as it can be. */
  shrinks: boolean;
}

export interface Finding {
  fault: string;
  /** Which run found it, the first being 1. */
  foundAt: number;
  path: string;
  world: World;
  schedule: number[];
}

/** Draws worlds and schedules until one ends wrong. */
export async function check(subject: Subject, { seed, runs, path, shrinks }: Draw): Promise<Finding | undefined> {
  const property = fc.asyncProperty(worlds, schedules, async (world, schedule) => {
    const fault = await run(world, schedule, subject);
    if (fault !== undefined) throw new Error(fault);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: !shrinks,
    ...(path !== undefined && { path }),
  });
  if (!details.failed) return undefined;
  const [world, schedule] = details.counterexample ?? [];
  if (world === undefined || schedule === undefined) throw details.errorInstance;
  return {
    fault: details.errorInstance instanceof Error ? details.errorInstance.message : "",
    foundAt: details.numRuns,
    path: details.counterexamplePath ?? "",
    world,
    schedule,
  };
}

/** What happened in a run, a line for each step. */
export async function traceOf({ world, schedule }: Finding, subject: Subject): Promise<string[]> {
  const lines: string[] = [];
  const fault = await run(world, schedule, subject, (line) => lines.push(line));
  return [...lines, `→ ${fault}`];
}
