import test from "ava";
import { reconcile } from "../../handler/reconcile/reconcile.ts";
import { check, type Finding, traceOf } from "./check.ts";

const runs = 10_000;
const late = { reconcile, beyond: "late writes" } as const;

test(`in ${runs} interleavings nothing is lost, and in the end outputs are what their sources demand`, async (t) => {
  const finding = await check({ reconcile }, { seed: 1, runs, shrinks: true });

  t.deepEqual(finding && [finding.fault, ...(await traceOf(finding, { reconcile }))], undefined);
});

test("a finding is reproduced from its seed and path, step by step", async (t) => {
  const found = (await check(late, { seed: 1, runs, shrinks: true })) as Finding;

  const again = (await check(late, { seed: 1, runs, path: found.path })) as Finding;

  t.is(again.foundAt, 1);
  t.is(again.fault, found.fault);
  t.deepEqual(await traceOf(again, late), await traceOf(found, late));
});
