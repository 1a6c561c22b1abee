import type { ExecutionContext } from "ava";
import fc, { type IAsyncProperty, type IProperty } from "fast-check";

/** Long keys shrink for minutes: a failure is told with the smallest until then. */
const longestMs = 20_000;

/** Tries a property with inputs that are the same in every run; one that takes too long fails. */
export async function holds<Inputs>(
  t: ExecutionContext,
  property: IProperty<Inputs> | IAsyncProperty<Inputs>,
  runs = 1000,
): Promise<void> {
  const limits = { interruptAfterTimeLimit: longestMs, markInterruptAsFailure: true };
  await t.notThrowsAsync(async () => fc.assert(property, { seed: 1, numRuns: runs, ...limits }));
}
