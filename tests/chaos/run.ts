import { setTimeout as delay } from "node:timers/promises";
import type { DeadLetter } from "../../handler/events/read-dead-letter.ts";
import type { Status } from "../../local/page/server.ts";
import type { Owner } from "../helpers/temporary-folder.ts";
import type { ChaosOptions } from "./options.ts";
import { judge, judgeSources, type Verdict, type Wrong } from "./oracle.ts";
import { untilIdle } from "./until-idle.ts";
import { countFailures, isUnexplained, readDeadLetters, redrive } from "./world/dead-letters.ts";
import type { Group } from "./world/group.ts";
import { type Kills, killFunctions, killGroups } from "./world/kills.ts";
import { findLeftovers } from "./world/leftovers.ts";
import { createTraffic, drive, type Traffic } from "./world/traffic.ts";
import { createWorld, type World } from "./world/world.ts";

export interface Progress {
  traffic: Traffic;
  kills: Kills;
  faults: World["faults"];
  status: Status | undefined;
}

export interface ChaosResult {
  progress: Progress;
  /** Counts of the failures in the dead letters before their redrive. */
  failures: Map<string, number>;
  verdict: Verdict;
  /** Everything wrong with outputs, dead letters, sources, answers and the files on disk. */
  wrong: Wrong[];
}

/** Traffic pauses at this many waiting events: more would only make the queue longer. */
const maxPending = 150;

const statusEveryMs = 250;
const progressEveryMs = 10_000;

/** Runs traffic, faults and kills against a local run, and judges the final state. */
export async function runChaos(
  owner: Owner,
  options: ChaosOptions,
  onLine: (line: string) => void = () => {},
  onProgress: (progress: Progress) => void = () => {},
): Promise<ChaosResult> {
  const world = await createWorld(owner, options, onLine);
  const progress: Progress = {
    traffic: createTraffic(world.keys),
    kills: { functions: 0, groups: 0, isNear: false },
    faults: world.faults,
    status: undefined,
  };
  await letLoose(world, progress, options, onProgress);
  progress.status = await untilIdle(world.group, options.patienceMs);

  const { client, pipeline, made } = world;
  const deadLetters = await readDeadLetters(pipeline);
  const lost = await findLost(world, deadLetters);
  const silent = options.ingestion === "queue" ? [] : findUnexplained(deadLetters);
  if (deadLetters.length > 0) await redriveWithoutFaults(world, options);
  const verdict = await judge(client, pipeline.settings, made);
  const sources = await judgeSources(client, pipeline.settings.sourceBucket, progress.traffic);
  await world.group.stop();

  const others = [...findFiles(world), ...refusals(progress.traffic)];
  const wrong = [...lost, ...silent, ...verdict.wrong, ...sources, ...others];
  return { progress, failures: countFailures(deadLetters), verdict, wrong };
}

async function letLoose(
  { group, client, pipeline, keys, pool, random }: World,
  progress: Progress,
  { seconds, changes, groupKills }: ChaosOptions,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const { traffic, kills } = progress;
  const changed = () => traffic.puts + traffic.overwrites + traffic.deletes;
  const isOver = () => performance.now() >= end && changed() >= changes && kills.functions > 0;
  const bucket = pipeline.settings.sourceBucket;
  // Traffic does not pause just before a kill, so the kill meets calls in flight.
  const isBusy = () => !kills.isNear && (progress.status?.pending ?? 0) > Math.min(keys.length, maxPending);
  const repeat = (repeated: string[]) => pipeline.deliver(repeated.map((key) => ({ bucket, key })));
  await Promise.all([
    drive(traffic, { client, bucket, group, keys, pool, random, repeat, isBusy }, isOver),
    killFunctions(kills, group, random, isOver),
    killGroups(kills, group, seconds, groupKills, random),
    watch(progress, group, isOver, onProgress),
  ]);
}

async function watch(
  progress: Progress,
  group: Group,
  isOver: () => boolean,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  let reported = performance.now();
  while (!isOver()) {
    // The group may die meanwhile.
    progress.status = await group.status().catch(() => progress.status);
    if (performance.now() - reported >= progressEveryMs) {
      reported += progressEveryMs;
      onProgress(progress);
    }
    await delay(statusEveryMs);
  }
}

/** Finds wrong outputs without a dead letter: nobody would ever hear of them. */
async function findLost({ client, pipeline, made }: World, deadLetters: DeadLetter[]): Promise<Wrong[]> {
  const known = new Set(deadLetters.flatMap(({ keys }) => keys));
  const { wrong } = await judge(client, pipeline.settings, made);
  return wrong
    .filter(({ key }) => !known.has(key))
    .map(({ key, what }) => ({ key, what: `${what}, and no dead letter says so` }));
}

function findUnexplained(deadLetters: DeadLetter[]): Wrong[] {
  return deadLetters
    .filter(isUnexplained)
    .map(({ keys }) => ({ key: keys.join(", "), what: "a dead letter without a reason" }));
}

async function redriveWithoutFaults(
  { group, faults, pipeline }: World,
  { patienceMs }: ChaosOptions,
): Promise<void> {
  faults.rate = 0;
  await group.restart();
  await redrive(group.description);
  await untilIdle(group, patienceMs);
  const left = await readDeadLetters(pipeline);
  if (left.length > 0)
    throw new Error(`${left.length} dead letters are left after redrive: ${left[0]?.reason}`);
}

function findFiles({ dataFolder }: World): Wrong[] {
  return findLeftovers(dataFolder).map((file) => ({ key: file, what: "a file of no object" }));
}

function refusals({ refused }: Traffic): Wrong[] {
  return [...new Set(refused)].map((what) => ({ key: "a call", what }));
}
