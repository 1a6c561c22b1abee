import sharp from "sharp";
import { compress } from "./compress.ts";
import { threadsFor } from "./concurrency.ts";
import { parseEvent } from "./events.ts";
import { collectGarbage } from "./garbage.ts";
import { failedLine, ignoredLine, outcomeLines } from "./log.ts";
import { createObjectStore } from "./object-store.ts";
import { reconcile } from "./reconcile.ts";
import { readSettings } from "./settings.ts";

const { pipeline, ...settings } = readSettings(process.env);
sharp.concurrency(threadsFor(settings.limits.memoryMiB));
const store = createObjectStore();

/**
 * Looks at every source that the event names. A failure of one leaves the others done and is thrown at the end, so that
 * Lambda delivers the event again.
 */
export async function handler(
  event: unknown,
  { awsRequestId: requestId }: { awsRequestId: string },
): Promise<void> {
  const { keys, ignored } = parseEvent(event, settings.sourceBucket);
  for (const entry of ignored) write(ignoredLine(entry, requestId, Date.now()));

  const failures: unknown[] = [];
  for (const key of keys) {
    const start = performance.now();
    const context = () => ({
      pipeline,
      requestId,
      timestamp: Date.now(),
      key,
      milliseconds: Math.round(performance.now() - start),
    });
    try {
      const outcomes = await reconcile(key, settings, store, compress);
      for (const line of outcomeLines(outcomes, context())) write(line);
    } catch (error) {
      failures.push(error);
      write(failedLine(error, context()));
    }
    collectGarbage();
  }
  if (failures.length > 0)
    throw failures.length === 1
      ? failures[0]
      : new AggregateError(failures, `${failures.length} images failed`);
}

/** Straight to standard output: what goes through `console` Lambda wraps, and then it is no metric any more. */
function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
