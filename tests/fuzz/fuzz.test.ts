import test from "ava";
import { createCases } from "./cases.ts";
import { run } from "./run.ts";

const seed = 1;
const count = 120;
/** AWS's longest timeout: `npm run fuzz` bounds the time, on a quiet machine. */
const timeoutSeconds = 900;

test(`each of ${count} damaged images of all formats ends as outputs or with a reason`, async (t) => {
  const cases = await createCases(seed, count);

  const judged = await run(t, cases, timeoutSeconds);

  const failures = judged.filter(({ violations }) => violations.length > 0);
  t.deepEqual(
    failures.map(({ case: { name }, violations }) => [name, ...violations]),
    [],
  );
  const compressed = judged.filter(({ outcomes }) => outcomes.includes("compressed"));
  t.is(new Set(compressed.map(({ case: { format } }) => format)).size, 8);
});
