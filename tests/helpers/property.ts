import type { ExecutionContext } from "ava";
import fc, { type IAsyncProperty, type IProperty } from "fast-check";

/** Long keys shrink for minutes: a failure reports the smallest found by then. */
const shrinkingMs = 20_000;

/** Tries a property with the same inputs in every run. Only the size of a reported failure depends on the clock. */
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
