import { endWhenHung } from "./scripts/hung-run.ts";

/** These take minutes, and begin first: none of them is alone at the end. */
const slowest = /\/tests\/(engine|upgrade|package|plugin|examples|chaos|fuzz)\//;

export default {
  extensions: ["ts"],
  files: ["tests/**/*.test.ts"],
  workerThreads: false,
  sortTestFiles: (a, b) => slowest.test(b) - slowest.test(a) || (a < b ? -1 : 1),
  // One more than the two processors that a small machine has, since some files wait for a page or a clock most of the time.
  concurrency: 3,
  // Without a value ava gives up after ten seconds; the bound is scripts/hung-run.ts.
  timeout: "24d",
  nonSemVerExperiments: { observeRunsFromConfig: true },
  observeRun: endWhenHung,
  watchMode: { ignoreChanges: [".local/**", "dist/**"] },
};
