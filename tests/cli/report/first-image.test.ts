import test from "ava";
import type { Call } from "../../helpers/command/fake-aws.ts";
import { metricAnswers, queriesOf } from "../../helpers/command/fake-metrics.ts";
import { figures, report } from "../../helpers/command/report.ts";

const day = 86_400;
const { "cloudwatch:GetMetricData": answer } = metricAnswers(figures);

/** Answers that the first of all images came `age` seconds ago, to the minute; notes the periods that it was asked for. */
function firstCame(age: number, periods: number[] = []) {
  const time = Math.floor((Date.now() / 1000 - age) / 60) * 60;
  return (call: Call) => {
    const [query] = queriesOf(call);
    if (queriesOf(call).length > 1 || query === undefined) return answer(call);
    const { Period } = query.MetricStat;
    periods.push(Period);
    const start = Number(call.input.StartTime);
    const Timestamps = [start + Math.floor((time - start) / Period) * Period];
    return { MetricDataResults: [{ Id: query.Id, Timestamps, Values: [1], StatusCode: "Complete" }] };
  };
}

for (const [age, period] of [
  [2 * 3600, 60],
  [13 * day, 60],
  [40 * day, 300],
  [200 * day, 3600],
] as const) {
  test(`A first image of ${age / 3600} hours ago is found by its day, then by ${period} seconds`, async (t) => {
    const periods: number[] = [];

    const { stdout } = await report(t, ["--json"], { "cloudwatch:GetMetricData": firstCame(age, periods) });

    const { firstImage } = JSON.parse(stdout);
    const error = Date.now() / 1000 - age - Date.parse(firstImage) / 1000;
    t.deepEqual(periods, [day, period]);
    t.true(error >= 0 && error <= period + 3600, String(error));
  });
}

test("The remark names the first image where it is in the report's time, and only there", async (t) => {
  const [young, old] = await Promise.all(
    [2 * 3600, 200 * day].map((age) => report(t, [], { "cloudwatch:GetMetricData": firstCame(age) })),
  );

  t.regex(
    young?.stdout ?? "",
    /^For 30 days like the time since the first image \(20\d\d-\d\d-\d\d \d\d:\d\d UTC\)\./m,
  );
  t.regex(old?.stdout ?? "", /^For 30 days of uploads like these\./m);
});

test("Without a single image there is no first one, no rate and no figure that is no number", async (t) => {
  const none = metricAnswers({})["cloudwatch:GetMetricData"];

  const [table, json] = await Promise.all(
    [[], ["--json"]].map((form) =>
      report(t, ["--since", "1h", "--pipeline", "images", ...form], { "cloudwatch:GetMetricData": none }),
    ),
  );

  t.like(JSON.parse(json?.stdout ?? ""), {
    firstImage: null,
    looked: null,
    failedTries: null,
    savings: { dollarsPerMonth: null },
  });
  t.deepEqual([table?.code, json?.code], [0, 0]);
  t.true(table?.stdout.includes("No image was looked at in this time."));
  t.notRegex(`${table?.stdout}`, /NaN|Infinity|undefined/);
});
