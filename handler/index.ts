import sharp from "sharp";
import { compress } from "./compress.ts";
import { threadsFor } from "./concurrency.ts";
import { createDeadLetters } from "./dead-letters.ts";
import { collectGarbage } from "./garbage.ts";
import { createInvocation } from "./invocation.ts";
import { measured } from "./measures.ts";
import { createObjectStore } from "./object-store.ts";
import { reconcile } from "./reconcile.ts";
import { readSettings } from "./settings.ts";

const { pipeline, ...settings } = readSettings(process.env);
sharp.concurrency(threadsFor(settings.limits.memoryMiB));
const store = createObjectStore();

/** What Lambda calls. */
export const handler = createInvocation({
  pipeline,
  sourceBucket: settings.sourceBucket,
  deadLetters: settings.deadLetters && createDeadLetters(settings.deadLetters),
  look: async (key) => {
    const tools = measured(store, compress);
    try {
      const outcomes = await reconcile(key, settings, tools.store, tools.compress);
      return { outcomes, measures: tools.measures() };
    } finally {
      collectGarbage();
    }
  },
  /** Straight to standard output: what goes through `console` Lambda wraps, and then it is no metric any more. */
  write: (line) => process.stdout.write(`${line}\n`),
});
