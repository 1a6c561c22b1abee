import type { ExecutionContext } from "ava";
import { type Answer, type Call, startFakeAws } from "./fake-aws.ts";
import { metricAnswers } from "./fake-metrics.ts";
import { runHere } from "./in-process.ts";

/** `report` finds these figures unless a test has others. */
export const figures = {
  "Compressed Sum": [2, 3],
  "Rejected corrupt Sum": 1,
  "BytesIn Sum": 1000,
  "BytesSaved Sum": 800,
};

/** Reports from an AWS with the usual answers, or with `changes` of them. */
export async function report(
  t: ExecutionContext,
  args: string[],
  changes: Record<string, (call: Call) => Answer> = {},
  terminal = {},
) {
  const { endpoint, calls } = await startFakeAws(t, { ...metricAnswers(figures), ...changes });
  return { ...(await runHere(["report", "--endpoint", endpoint, ...args], terminal)), calls };
}
