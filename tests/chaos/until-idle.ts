import { setTimeout as delay } from "node:timers/promises";
import type { Status } from "../../local/page/server.ts";
import type { Group } from "./world/group.ts";

const askEveryMs = 100;

/** For the commands, which no detector of hung tests ends. */
export const soakPatienceMs = 300_000;

/**
 * Waits until no event is pending.
 *
 * @throws {Error} When events are still pending after `patienceMs`.
 */
export async function untilIdle(group: Group, patienceMs: number): Promise<Status> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const status = await group.status();
    if (status.pending === 0) return status;
    if (performance.now() > end) throw new Error(`${status.pending} events are pending, and do not end`);
    await delay(askEveryMs);
  }
}
