import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { holdAll } from "../../../cli/redrive/hold.ts";
import { releaseAll } from "../../../cli/redrive/release.ts";
import { type DeadLetter, readDeadLetter } from "../../../handler/events/read-dead-letter.ts";
import type { Description } from "../../../local/run.ts";
import { root } from "../../helpers/root.ts";
import type { DeployedPipeline } from "./pipeline.ts";

/** Reads all dead letters and leaves them in their queue. */
export async function readDeadLetters({ deadLetters, settings }: DeployedPipeline): Promise<DeadLetter[]> {
  const found = await deadLetters.count();
  if (found === 0) return [];
  const { signal } = new AbortController();
  const held = await holdAll(deadLetters, { found, limit: found, signal, onHeld: () => {} });
  const released = await releaseAll(held.messages, deadLetters, () => {});
  for (const step of [held, released]) if ("stoppedBy" in step) throw step.stoppedBy;
  return held.messages.map((message) => readDeadLetter(message, settings.sourceBucket));
}

/** SQS gives no reason when it moves a message to the dead letters itself. */
export function isUnexplained({ attributes }: DeadLetter): boolean {
  return !attributes.ErrorMessage;
}

/** Counts each kind of failure, regardless of the objects it names. A letter can hold several failures. */
export function countFailures(letters: DeadLetter[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const failure of letters.flatMap(({ reason }) => reason.split("; "))) {
    const kind = failure.replace(/^\d+ images failed: /, "").replace(/ of .+ with /, " with ");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Sends all dead letters again with the package's own command. */
export async function redrive({ endpoint, region, functionName, ...access }: Description): Promise<void> {
  const command = join(root, "cli/index.ts");
  const args = ["redrive", "--pipeline", functionName, "--endpoint", endpoint, "--region", region];
  await promisify(execFile)(process.execPath, [command, ...args, "--yes", "--json"], {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: access.accessKeyId,
      AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    },
  });
}
