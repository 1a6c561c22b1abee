import { endWhenHung } from "./scripts/hung-run.ts";

/** These take minutes, and begin first: none of them is alone at the end. */
const slowest = /\/tests\/(engine|upgrade|package|plugin|examples|chaos|fuzz)\//;

export default {
  extensions: ["ts"],
  files: ["tests/**/*.test.ts"],
  workerThreads: false,
  sortTestFiles: (a, b) => slowest.test(b) - slowest.test(a) || (a < b ? -1 : 1),
  // Twice the two processors of a small machine: many files wait most of the time, for an engine, a page or a clock.
  concurrency: 4,
  // Without a value ava gives up after ten seconds; the bound is scripts/hung-run.ts.
  timeout: "24d",
  nonSemVerExperiments: { observeRunsFromConfig: true },
  observeRun: endWhenHung,
  watchMode: { ignoreChanges: [".local/**", "dist/**"] },
};
