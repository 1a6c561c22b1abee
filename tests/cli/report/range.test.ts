import test from "ava";
import fc from "fast-check";
import { parseSince, periodsOf, planRange } from "../../../cli/report/range.ts";

const hour = 3600;
const day = 24 * hour;

for (const [text, seconds] of [
  ["1h", hour],
  ["30d", 30 * day],
  ["4w", 28 * day],
  ["455d", 455 * day],
  ["0h", undefined],
  ["456d", undefined],
  ["30", undefined],
  ["1.5d", undefined],
  ["-1d", undefined],
  ["30 d", undefined],
  ["1y", undefined],
] as const) {
  test(`${text} is ${seconds === undefined ? "no time" : `${seconds} seconds`}`, (t) => {
    t.is(parseSince(text), seconds);
  });
}

test("The range holds all of the time, in whole periods that CloudWatch still has", (t) => {
  const someTime = fc.integer({ min: 1_700_000_000, max: 2_000_000_000 });
  const law = fc.property(fc.integer({ min: hour, max: 455 * day }), someTime, (since, now) => {
    const { start, end, periodSeconds } = planRange(since, now);

    // CloudWatch keeps shorter periods for less time:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html
    const age = now - start;
    const kept = age > 63 * day ? hour : age > 15 * day ? 300 : 60;
    return (
      start <= now - since &&
      now - since < start + periodSeconds &&
      end > now &&
      [start, end].every((time) => time % periodSeconds === 0) &&
      periodSeconds % kept === 0
    );
  });

  t.notThrows(() => fc.assert(law));
});

test("No report has more than 500 periods", (t) => {
  const counts = [3 * hour, 3 * day, 455 * day].map(
    (since) => periodsOf(planRange(since, 1_800_000_001)).length,
  );

  t.true(
    counts.every((count) => count <= 500),
    String(counts),
  );
});
