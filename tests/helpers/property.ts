import type { ExecutionContext } from "ava";
import fc, { type IAsyncProperty, type IProperty } from "fast-check";

/** Long keys shrink for minutes: a failure is told with the smallest that is found by then. */
const shrinkingMs = 20_000;

/** Tries a property with inputs that are the same in every run. Only how small a failure becomes depends on the clock. */
export async function holds<Inputs>(
  t: ExecutionContext,
  property: IProperty<Inputs> | IAsyncProperty<Inputs>,
  runs = 1000,
): Promise<void> {
  const first = await fc.check(property, { seed: 1, numRuns: runs, endOnFailure: true });
  if (!first.failed) return void t.pass();
  const path = first.counterexamplePath ?? "";
  const shrunk = await fc.check(property, { seed: 1, path, interruptAfterTimeLimit: shrinkingMs });
  t.fail(fc.defaultReportMessage(shrunk.failed ? shrunk : first));
}
