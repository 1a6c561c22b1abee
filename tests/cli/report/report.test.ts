import test from "ava";
import { bytesPerGB, prices } from "../../../contract/prices.ts";
import {
  deployed,
  pipeline,
  range,
  reportFrom,
  reportOf,
  week,
  worth,
} from "../../helpers/command/reports.ts";

function close(actual: number | null, expected: number): boolean {
  return actual !== null && Math.abs(actual - expected) <= 1e-9 * Math.abs(expected);
}

test("Dollars of a month are the saved bytes of a month by what a byte is worth", (t) => {
  const { savings, savedPercent } = reportOf(week);

  const month = 234e9 * ((30 * 86_400) / (range.now - range.start));
  const dollarsPerGB = worth.transferDollarsPerGB * worth.viewsPerImage + worth.storageDollarsPerGB;
  t.true(close(savings.dollarsPerMonth, (month / bytesPerGB) * dollarsPerGB));
  t.true(close(savedPercent, (100 * 234) / 270));
});

for (const [what, first, days] of [
  ["since the first image, where it came in the report's time", range.now - 86_400, 1],
  ["of all the report's time, where images came before it", range.start - 86_400, 7.5],
  ["of a minute at least", range.now - 1, 1 / 1440],
] as const) {
  test(`Dollars of a month go by the rate ${what}`, (t) => {
    const report = reportOf(week, pipeline, [], first);

    const dollarsPerGB = worth.transferDollarsPerGB * worth.viewsPerImage + worth.storageDollarsPerGB;
    t.true(close(report.savings.dollarsPerMonth, ((234e9 / bytesPerGB) * dollarsPerGB * 30) / days));
    t.is(report.firstImage, new Date(first * 1000).toISOString());
  });
}

test("What was written larger than it came costs: it is no saving of nothing", (t) => {
  const { savings, savedPercent } = reportOf({ ...week, bytesSaved: -27e9 });

  t.is(savedPercent, -10);
  t.true((savings.dollarsPerMonth ?? 0) < 0);
});

test("Costs are what was used at list prices, requests as each reconciliation makes them", (t) => {
  const { cost } = reportOf(week);

  const seconds = 91_500;
  t.true(close(cost.compute, seconds * 2 * prices.computeGBSecond.arm64));
  t.true(close(cost.invocations, 91_500 * prices.invocation));
  t.true(close(cost.writes, 90_000 * prices.put));
  t.true(close(cost.reads, ((91_500 + 100) * (2 + 1) + 90_000) * prices.get));
  t.true(close(cost.logs, (110e6 / bytesPerGB) * prices.logGB));
  t.true(close(cost.queue, 91_500 * prices.ingestion.queue));
  const parts = [cost.compute, cost.invocations, cost.writes, cost.reads, cost.logs, cost.queue];
  t.true(
    close(
      cost.total,
      parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
    ),
  );
  t.true(close(cost.perMillionImages, ((cost.total ?? 0) / 91_500) * 1e6));
});

for (const missing of ["duration", "invocations", "logBytes", "looked"]) {
  test(`Without ${missing} there is no total that would be too small`, (t) => {
    const { [missing]: _, ...others } = week;

    const { cost } = reportOf(others);

    t.is(cost.total, null);
    t.is(cost.perMillionImages, null);
    t.not(cost.writes, null);
  });
}

test("Events that come by no queue cost no requests to SQS", (t) => {
  const settings = { outputNames: 2, isQueued: false, marksSources: false, renditions: [] };

  const { cost } = reportOf(week, { ...pipeline, function: { ...deployed, settings } });

  t.is(cost.queue, 0);
  t.true(close(cost.total, Number(reportOf(week).cost.total) - 91_500 * prices.ingestion.queue));
});

test("The costs of a function that is gone are not known", (t) => {
  const { cost } = reportOf(week, { ...pipeline, function: undefined });

  t.like(cost, { compute: null, reads: null, queue: null, total: null });
  t.false("memoryMiB" in cost);
});

test("What CloudWatch never saw is null, not 0", (t) => {
  const { notes: _, rejections, renditions, savings, cost, periods, ...figures } = reportOf({});

  t.deepEqual([rejections, renditions, savings.dollarsPerMonth], [{}, {}, null]);
  t.deepEqual(new Set(Object.values(cost).filter((part) => typeof part === "number")), new Set([2048]));
  t.deepEqual(
    [figures.compressed, figures.bytesSaved, figures.savedPercent, figures.looked],
    Array(4).fill(null),
  );
  t.deepEqual(figures.percentiles.uploadToOutput, { p50: null, p90: null, p99: null });
  t.deepEqual(new Set(periods.map(({ compressed }) => compressed)), new Set([null]));
});

for (const [what, failed, errors, tries] of [
  ["Tries that Lambda ended are failed ones", 2, 12, 12],
  ["A last try of which only the function tells is one too", 5, 4, 5],
  ["Tries of which the function cannot tell are counted alone", undefined, 4, 4],
] as const) {
  test(what, (t) => {
    const { failed: _, errors: __, ...others } = week;

    const report = reportOf({ ...others, ...(failed !== undefined && { failed }), errors });

    t.like(report, { failedTries: tries, looked: 91_500 + tries, failed: failed ?? null, errors });
  });
}

test("Failed tries raise no price of an image, and dead letters are the most that waited", (t) => {
  const [few, many] = [12, 24].map((errors) => reportOf({ ...week, errors }));
  const letters = new Map([3, 7, 0].map((count, day) => [range.start + day * 86_400, count]));

  const { deadLetters } = reportFrom({ deadLetters: letters });

  t.is(few?.cost.perMillionImages, many?.cost.perMillionImages);
  t.is(deadLetters, 7);
});

test("Figures are sums of their periods, and each period has its own", (t) => {
  const report = reportOf(week);

  t.is(report.periods.length, (range.end - range.start) / range.periodSeconds);
  t.like(report.periods[0], { start: report.since, compressed: 90_000, bytesIn: 270e9 });
  t.is(report.periods[1]?.compressed, null);
  t.deepEqual(Object.entries(report.rejections), [
    ["not-an-image", 400],
    ["corrupt", 100],
  ]);
});
