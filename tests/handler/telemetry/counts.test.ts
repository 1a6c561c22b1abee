import test from "ava";
import type { Metrics } from "../../../contract/metrics.ts";
import type { Outcome } from "../../../contract/outcome.ts";
import { countsOf } from "../../../handler/telemetry/counts.ts";
import { compressed, rejected } from "../../helpers/store/outcomes.ts";

const measures = { ReadDuration: 1, CompressDuration: 2, WriteDuration: 3, Conflicts: 1, MemoryUsed: 90 };
const took = { ...measures, UploadToOutput: 50 };

const further = { ...compressed, collision: false, rendition: "web" };
const unchanged: Outcome = { rendition: "default", outcome: "unchanged" };
const stale: Outcome = { rendition: "default", outcome: "stale", stale: ["a.jpg", "a.png.jpg"] };
const deleted: Outcome = { rendition: "default", outcome: "deleted", deleted: ["a.png.jpg"] };

/** Returns the pipeline's metrics for a key reconciled with these outcomes. */
function counted(outcomes: Outcome[], measures: Metrics = {}, changedAt?: number): Metrics[] {
  return countsOf(outcomes, { measures, timestamp: 70, changedAt }).map((counts) =>
    Object.assign({}, ...counts.filter(({ by }) => by === undefined).map(({ metrics }) => metrics)),
  );
}

/** Returns the metrics by the values of a further dimension. */
function countedBy(dimension: string, outcomes: Outcome[]): [string | undefined, Metrics][] {
  const counts = countsOf(outcomes, { measures: {}, timestamp: 70, changedAt: undefined }).flat();
  return counts.flatMap(({ by, metrics }) =>
    by !== undefined && Object.keys(metrics).length > 0 ? [[by[dimension], metrics]] : [],
  );
}

for (const [outcome, expected] of [
  [compressed, { Compressed: 1, BytesIn: 10, BytesOut: 5, BytesSaved: 5, SizeRatio: 50, Collisions: 1 }],
  [further, { Compressed: 1, BytesOut: 5 }],
  [rejected, { Rejected: 1, Stale: 1 }],
  [{ ...rejected, stale: [] }, { Rejected: 1 }],
  [unchanged, { Unchanged: 1 }],
  [
    { ...rejected, stale: [], deleted: ["a.png.jpg"] },
    { Rejected: 1, Deleted: 1 },
  ],
  [stale, { Stale: 2 }],
  [
    { ...unchanged, unmarkable: true },
    { Unchanged: 1, Unmarkable: 1 },
  ],
  [deleted, { Deleted: 1 }],
  [{ rendition: "default", outcome: "absent" }, {}],
] as [Outcome, Metrics][]) {
  test(`${JSON.stringify(outcome)} counts as ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(counted([outcome]), [expected]);
  });
}

test("A source that takes no mark is counted once, however many renditions it has", (t) => {
  const counts = counted([
    { ...unchanged, unmarkable: true },
    { ...further, unmarkable: true },
  ]);

  t.deepEqual(
    counts.map(({ Unmarkable = 0 }) => Unmarkable),
    [0, 1],
  );
});

test("A source's bytes are counted only together with its own output's savings, regardless of other renditions", (t) => {
  const backfilled = counted([unchanged, further]);
  const both = counted([compressed, further]);

  t.deepEqual(backfilled, [{ Unchanged: 1 }, { Compressed: 1, BytesOut: 5 }]);
  t.like(both, [
    { BytesIn: 10, BytesSaved: 5, SizeRatio: 50 },
    { Compressed: 1, BytesOut: 5 },
  ]);
  t.false("BytesIn" in (both[1] ?? {}));
});

test("The durations of a reconciled key are counted once, at its first new output", (t) => {
  const [first, second, third] = counted(
    [unchanged, further, { ...further, rendition: "small" }],
    measures,
    20,
  );

  t.like(second, took);
  for (const other of [first, third]) {
    t.deepEqual(
      Object.keys(took).filter((name) => name in (other ?? {})),
      [],
    );
  }
});

for (const [what, outcome] of Object.entries({ unchanged, rejected })) {
  test(`A reconciled image that is ${what} counts its memory and its conflicts, and no durations`, (t) => {
    const [metrics = {}] = counted([outcome], measures, 0);

    t.like(metrics, { MemoryUsed: 90, Conflicts: 1 });
    t.false("ReadDuration" in metrics || "UploadToOutput" in metrics);
  });
}

for (const [what, outcome] of Object.entries({ stale, deleted })) {
  test(`A deleted source whose outputs are ${what} does not count as an image`, (t) => {
    const [metrics = {}] = counted([outcome], measures, 0);

    t.is(metrics.Conflicts, 1);
    t.is(metrics.MemoryUsed, undefined);
  });
}

test("Rounds without a conflict are not counted", (t) => {
  t.false("Conflicts" in (counted([unchanged], { ...measures, Conflicts: 0 })[0] ?? {}));
});

test("A rejected image counts once, and once for each reason, however many outputs are missing", (t) => {
  const taken: typeof rejected = { ...rejected, stale: [], reason: "output-key-taken" };
  const outcomes = [rejected, { ...taken, detail: "a.jpg" }, { ...taken, detail: "b.jpg" }];

  t.deepEqual(counted(outcomes, measures), [{ Rejected: 1, Stale: 1, Conflicts: 1, MemoryUsed: 90 }, {}, {}]);
  t.deepEqual(countedBy("Reason", outcomes), [
    ["corrupt", { Rejected: 1 }],
    ["output-key-taken", { Rejected: 1 }],
  ]);
});

test("With several renditions the bytes of each are counted by its name too", (t) => {
  t.deepEqual(countedBy("Rendition", [compressed]), []);
  t.deepEqual(countedBy("Rendition", [compressed, further]), [
    ["default", { BytesOut: 5 }],
    ["web", { BytesOut: 5 }],
  ]);
});

test("A clock that is behind does not make an output older than its upload", (t) => {
  t.is(counted([compressed], measures, 1070)[0]?.UploadToOutput, 0);
});
