import { createDeadLetters } from "./events/dead-letters.ts";
import { createInvocation } from "./events/invocation.ts";
import { compress } from "./image/compress.ts";
import { readSettings } from "./read-settings.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { createObjectStore } from "./reconcile/s3-store.ts";
import { withTiming } from "./reconcile/timing.ts";
import { collectGarbage } from "./runtime/collect-garbage.ts";
import { setUpSharp } from "./runtime/set-up-sharp.ts";

const { pipeline, ...settings } = readSettings(process.env);
setUpSharp(settings.limits.memoryMiB);
const store = createObjectStore();

export const handler = createInvocation({
  pipeline,
  sourceBucket: settings.sourceBucket,
  deadLetters: settings.deadLetters && createDeadLetters(settings.deadLetters),
  reconcileKey: async (key) => {
    const tools = withTiming(store, compress);
    try {
      const outcomes = await reconcile(key, settings, tools.store, tools.compress);
      return { outcomes, measures: tools.measures() };
    } finally {
      collectGarbage();
    }
  },
  /** Bypasses `console`: Lambda wraps its lines, and CloudWatch then finds no metrics in them. */
  write: (line) => process.stdout.write(`${line}\n`),
});
