import test from "ava";
import { reconcile } from "../../handler/reconcile.ts";
import { check, traceOf } from "./check.ts";

const runs = 10_000;

test(`in ${runs} interleavings nothing is lost, and in the end outputs are what their sources demand`, async (t) => {
  const finding = await check({ reconcile }, { seed: 1, runs, shrinks: true });

  t.deepEqual(finding && [finding.fault, ...(await traceOf(finding, { reconcile }))], undefined);
});
