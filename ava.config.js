import { endWhenHung } from "./scripts/hung-run.ts";

export default {
  extensions: ["ts"],
  files: ["tests/**/*.test.ts"],
  workerThreads: false,
  concurrency: 2,
  // Without a value ava gives up after ten seconds; the bound is scripts/hung-run.ts.
  timeout: "24d",
  nonSemVerExperiments: { observeRunsFromConfig: true },
  observeRun: endWhenHung,
};
