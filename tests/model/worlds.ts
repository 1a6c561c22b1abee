import fc from "fast-check";
import { SourceMark } from "../../contract/source-mark.ts";
import { choices } from "./run.ts";
import { type Change, sourceKeys, type World } from "./world.ts";

const source = fc.constantFrom(...sourceKeys.slice(0, 1), ...sourceKeys.slice(0, 1), ...sourceKeys);

/** Few texts make a source return to earlier bytes often, where conditions alone do not help. */
const texts = [
  ["v0", "v1"],
  ["v0", undefined],
  ["v0", "bad"],
  ["v0", "v1", "v2", undefined, "bad"],
  ["v0", "v1", "heavy", "bad", "big"],
] as const;

function changesOf(some: readonly (string | undefined)[]): fc.Arbitrary<Change[]> {
  const upload = fc.record({
    source,
    text: fc.constantFrom(...some),
    copies: fc.constantFrom(1, 1, 1, 1, 2, 3),
    mark: fc.constantFrom(undefined, undefined, undefined, ...Object.values(SourceMark)),
    isOwned: fc.boolean(),
  });
  const deployment = fc.record({ settings: fc.constantFrom("quality", "cacheControl") });
  const loss = fc.record({ lostOutput: fc.nat(3) });
  const copy = fc.record({ copied: source, back: fc.nat(3) });
  const change = fc.oneof(
    { weight: 20, arbitrary: upload },
    { weight: 1, arbitrary: deployment },
    { weight: 1, arbitrary: loss },
    { weight: 3, arbitrary: copy },
    { weight: 1, arbitrary: fc.record({ removed: source }) },
    { weight: 1, arbitrary: fc.record({ tagged: source }) },
  );
  return fc.array(change, { minLength: 1, maxLength: 5, size: "max" });
}

/** Every world worth a run; simpler ones first, to shrink to. */
export const worlds: fc.Arbitrary<World> = fc.record({
  workers: fc.constantFrom(2, 3),
  outputNaming: fc.constantFrom("append", "replace"),
  mirrorDeletions: fc.boolean(),
  marks: fc.boolean(),
  renditions: fc.constantFrom("one", "one", "two buckets", "two suffixes", "same names"),
  start: fc.constantFrom("empty", "settled", "settled", "both names"),
  firstText: fc.constant("v0"),
  changes: fc.oneof(...texts.map(changesOf)),
  faults: fc.constantFrom(0, 0, 1, 2, 4),
  conflicts: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 8),
  arrivesAnyTime: fc.boolean(),
});

export const schedules: fc.Arbitrary<number[]> = fc.noBias(
  fc.array(fc.nat(choices - 1), { maxLength: 40, size: "max" }),
);
