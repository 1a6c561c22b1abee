import test from "ava";
import { type Configuration, graphOf } from "./configurations.ts";
import { alarmRows } from "./rows/alarms.ts";
import { bucketRows } from "./rows/buckets.ts";
import { functionRows } from "./rows/function.ts";
import { outOfScopeRows } from "./rows/out-of-scope.ts";
import { policyRows } from "./rows/policies.ts";

/**
 * 32 checks of Checkov and AWS on buckets, queues, topics, functions and roles, for every kind of ingestion, with a CDN, with
 * recipients of alarms, and with a customer's key.
 */
const rows = [...bucketRows, ...policyRows, ...functionRows, ...alarmRows, ...outOfScopeRows].sort(
  (left, right) => left.number - right.number,
);

const configurations = [
  "default",
  "queue",
  "eventbridge",
  "cdn",
  "told",
  "key",
] as const satisfies Configuration[];

for (const name of configurations) {
  const graph = await graphOf(name);
  for (const { number, check, identifiers, holds } of rows)
    test(`${number}. ${check} (${identifiers}): ${name}`, (t) => holds(t, { name, graph }));
}

test("the table has rows 1 to 32, each once", (t) => {
  t.deepEqual(
    rows.map(({ number }) => number),
    Array.from({ length: 32 }, (_, index) => index + 1),
  );
});

for (const name of configurations) {
  test(`no bucket is destroyed with its objects: ${name}`, async (t) => {
    const { resources } = await graphOf(name);

    const made = resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");

    t.deepEqual(
      made.map(({ inputs }) => inputs),
      [{ forceDestroy: false }, { forceDestroy: false }],
    );
  });
}
