import fc from "fast-check";
import { choices } from "./run.ts";
import { type Change, sourceKeys, type World } from "./world.ts";

const source = fc.oneof(
  { weight: 3, arbitrary: fc.constant(sourceKeys[0] ?? "") },
  { weight: 1, arbitrary: fc.constantFrom(...sourceKeys) },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      source,
      text: fc.constantFrom("v0", "v1", "v0", "v1", undefined, "v2", "bad"),
      copies: fc.constantFrom(1, 1, 1, 2, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ settings: fc.constantFrom("quality" as const, "cacheControl" as const) }) },
  { weight: 1, arbitrary: fc.record({ lostOutput: fc.nat(3) }) },
);

/** Every world that is worth a look; simpler ones first, to shrink to. */
export const worlds: fc.Arbitrary<World> = fc.record({
  workers: fc.constantFrom(2, 3),
  outputNaming: fc.constantFrom("append" as const, "replace" as const),
  mirrorDeletions: fc.boolean(),
  renditions: fc.constantFrom("one", "one", "two buckets", "two suffixes", "same names"),
  start: fc.constantFrom("empty", "settled", "settled", "both names"),
  changes: fc.array(change, { minLength: 1, maxLength: 5, size: "max" }),
  faults: fc.constantFrom(0, 1, 2, 4),
  conflicts: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 5, 8),
  arrivesAnyTime: fc.boolean(),
});

export const schedules: fc.Arbitrary<number[]> = fc.noBias(
  fc.array(fc.nat(choices - 1), { maxLength: 40, size: "max" }),
);
