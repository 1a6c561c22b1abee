import test from "ava";
import type { Expression } from "../../../components/dashboard/widgets.ts";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { dashboardOf, linesOf, titled } from "../../helpers/graph/dashboard.ts";
import { computeMetrics } from "../../helpers/graph/metric-math.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const gigabyte = 1024 ** 3;
const day = 24 * 60 * 60;

/** A million images of a second each in a day: 1,769 / 1,024 GB at $0.0000133334 a second, and $0.20 of invocations. */
const million = {
  duration: 1e9,
  invocations: 1e6,
  compressed: 1e6,
  looked: 1e6,
  wrote: 1e6,
  logged: gigabyte,
};

/** Evaluates the visible expressions of a widget, by label, on these values of its metrics over so many seconds. */
async function computed(
  args: ImageCompressionPipelineArgs,
  title: string,
  values: Record<string, number>,
  seconds = day,
): Promise<Record<string, number>> {
  const { widgets } = dashboardOf(await evaluatePipeline(args));
  const lines = linesOf(titled(widgets, title)).map((line) => line.at(-1) as Partial<Expression[0]>);
  const withIds = lines.map((line) => ({ ...line, id: String(line.id) }));
  const answers = computeMetrics(withIds, values, seconds);
  return Object.fromEntries(
    withIds.flatMap(({ id, label = "", expression, visible }) => {
      const answer = answers[id];
      return expression === undefined || visible === false || answer === undefined
        ? []
        : [[label, cents(answer)]];
    }),
  );
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

test("the dollars of a million images match a worked example", async (t) => {
  const dollars = await computed({}, "Dollars in the time shown", million);

  t.deepEqual(dollars, {
    Lambda: 23.23,
    "S3's requests, about": 6.6,
    logs: 0.5,
    together: 30.33,
    "for a million images": 30.33,
  });
});

test("the cost of an image follows its function's processor and memory", async (t) => {
  const options = { architecture: "x86_64", memoryMiB: 1024 } as const;

  const { Lambda } = await computed(options, "Dollars in the time shown", million);

  t.is(Lambda, cents(16.6667 + 0.2));
});

for (const [ingestion, dollars] of [
  ["queue", 1.2],
  ["eventbridge", 1],
] as const) {
  test(`ingestion ${ingestion} adds $${dollars} to a million images`, async (t) => {
    const costs = await computed({ ingestion }, "Dollars in the time shown", million);

    t.is(costs.ingestion, dollars);
    t.is(costs.together, cents(30.33 + dollars));
  });
}

test("each rendition adds its PUT and HEADs", async (t) => {
  const web = { format: "webp", quality: 40 } as const;
  const values = { ...million, compressed: 2e6 };

  const costs = await computed({ web }, "Dollars in the time shown", values);

  t.is(costs["S3's requests, about"], 2 * 5 + (2 + 2 * 2) * 0.4);
});

test("marking a source where originals expire costs a PUT and a GET more", async (t) => {
  const [expiring, archived] = await Promise.all(
    [{ expireOriginalsAfterDays: 30 }, { archiveOriginalsAfterDays: 30 }].map((options) =>
      computed(options, "Dollars in the time shown", million),
    ),
  );

  t.is(expiring?.["S3's requests, about"], cents(6.6 + 5 + 0.4));
  t.is(archived?.["S3's requests, about"], expiring?.["S3's requests, about"]);
});

test("images with a current output cost a GET, and a HEAD for each name", async (t) => {
  const { compressed: _, wrote: __, ...values } = million;

  const costs = await computed({ outputNaming: "append" }, "Dollars in the time shown", values);

  t.is(costs["S3's requests, about"], (1 + 1) * 0.4);
});

test("a repeated round costs a GET, and a HEAD for each name", async (t) => {
  const costs = await computed({}, "Dollars in the time shown", { ...million, again: 1e6 });

  t.is(costs["S3's requests, about"], cents(6.6 + (1 + 2) * 0.4));
});

test("costs are added up even if nothing was logged or compressed", async (t) => {
  const values = { duration: 1e9, invocations: 1e6 };

  const costs = await computed({}, "Dollars in the time shown", values);

  t.deepEqual(costs, { Lambda: 23.23, together: 23.23 });
});

test("dollars an hour do not depend on the period", async (t) => {
  const anHour = await computed({}, "Dollars an hour", million, 300);

  t.deepEqual(anHour, { Lambda: 278.81, "S3's requests, about": 79.2, logs: 6 });
});

test("a day's savings are shown as a percentage, and as dollars of a month of such days", async (t) => {
  const values = { saved: 75 * gigabyte, read: 100 * gigabyte };

  const saved = await computed({}, "Saved", values);

  t.deepEqual(saved, { "% of what was uploaded": 75, "$ a month": cents(75 * 0.09 * 30) });
});

test("transfer and storage savings use the prices of the options", async (t) => {
  const options = { viewsPerImage: 10, transferDollarsPerGB: 0.02, storageDollarsPerGB: 0.01 };

  const saved = await computed(
    { ...options, expireOriginalsAfterDays: 30 },
    "Saved",
    { saved: gigabyte, read: 2 * gigabyte },
    30 * day,
  );

  t.is(saved["$ a month"], 0.21);
});

test("outputs larger than their sources save less than nothing", async (t) => {
  const saved = await computed({}, "Saved", { saved: -gigabyte, read: gigabyte }, 30 * day);

  t.deepEqual(saved, { "% of what was uploaded": -100, "$ a month": -0.09 });
});
