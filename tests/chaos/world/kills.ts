import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../../helpers/random.ts";
import type { Group } from "./group.ts";

export interface Kills {
  functions: number;
  groups: number;
  /** True shortly before a kill of the group. */
  isNear: boolean;
}

const nearMs = 200;

/** Divides `seconds` into `times` equal parts, and kills the group once in each. */
export async function killGroups(kills: Kills, group: Group, seconds: number, times: number, random: Random) {
  const part = (seconds * 1000) / times;
  const start = performance.now();
  for (let at = 0; at < times; at += 1) {
    const due = start + (at + random.integer(900) / 1000) * part;
    await delay(Math.max(0, due - performance.now()));
    kills.isNear = true;
    await delay(random.integer(nearMs));
    await group.kill();
    kills.isNear = false;
    kills.groups += 1;
  }
}

/** Kills a process of the function every two seconds or so, until `isOver`. */
export async function killFunctions(kills: Kills, group: Group, random: Random, isOver: () => boolean) {
  while (!isOver()) {
    await delay(random.integer(4000));
    if (isOver()) return;
    await group.ready();
    if (await group.killFunction(random.pick)) kills.functions += 1;
  }
}
