import { DatabaseSync } from "node:sqlite";
import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../../../components/index.ts";
import { createDashboard } from "../../../../local/aws/cloudwatch/dashboard.ts";
import type { BodyWidget } from "../../../../local/aws/cloudwatch/dashboard-body.ts";
import { openMetricStore } from "../../../../local/aws/cloudwatch/metric-store.ts";
import { minuteMs, openCloudWatchOf, stackOf } from "../../../helpers/aws/cloudwatch.ts";

const configurations: Record<string, ImageCompressionPipelineArgs> = {
  default: {},
  queue: { ingestion: "queue", maximumConcurrency: 2, alarmEmails: ["ops@example.com"] },
  eventbridge: { ingestion: "eventbridge", uploadPrefix: "in/", uploadSuffixes: [".png", ".jpg"] },
  renditions: { renditions: [{ name: "small", maxDimension: 200 }], web: {}, outputPrefix: "out/" },
  expiring: {
    expireOriginalsAfterDays: 30,
    storageDollarsPerGB: 0.01,
    viewsPerImage: 1000,
    architecture: "x86_64",
  },
};

for (const [name, args] of Object.entries(configurations)) {
  test.serial(`every alarm, expression and widget of a pipeline is understood: ${name}`, async (t) => {
    const { cloudWatch, stack } = openCloudWatchOf(await stackOf(args));

    const { alarms, widgets } = cloudWatch.dashboardView(3600);

    t.deepEqual(
      alarms.map((alarm) => [alarm.name, alarm.state]),
      stack.alarms.map((alarm) => [alarm.name, "OK"]),
    );
    t.is(widgets.length, stack.dashboard?.widgets.length ?? 0);
    const shown = widgets.flatMap((widget) => (widget.kind === "alarms" ? widget.alarms : []));
    t.deepEqual(shown.toSorted(), alarms.map((alarm) => alarm.name).toSorted());
  });
}

const place = { x: 0, y: 0, width: 12, height: 6 };
const now = Date.UTC(2026, 0, 15, 12, 34, 56);
const minute = Math.floor(now / minuteMs) * minuteMs;
const metric = (name: string, options: object = {}) => ["N", name, "D", "v", options];

/** Draws one widget over values of the current minute and the one before. */
function draw(properties: BodyWidget["properties"], type = "metric", rangeSeconds = 3600) {
  const store = openMetricStore(new DatabaseSync(":memory:"));
  for (const [name, values] of Object.entries({ a: [1, 3], b: [10, 30] }))
    store.add(
      values.map((value, index) => ({
        metric: { namespace: "N", name, dimensions: { D: "v" } },
        timestamp: minute - index * minuteMs,
        value,
      })),
    );
  const view = createDashboard(
    { widgets: [{ ...place, type, properties }] },
    store,
    () => [],
    () => now,
    {},
  );
  return { ...view(rangeSeconds), widget: view(rangeSeconds).widgets[0] };
}

test("a graph has its visible metrics and expressions, each with its axis, colour and label", (t) => {
  const { widget } = draw({
    ...{ title: "T", stacked: true, stat: "Sum", yAxis: { left: { min: 0 } } },
    metrics: [
      metric("a", { id: "a", visible: false }),
      metric("b", { id: "b", yAxis: "right", color: "#ff0000", stat: "SampleCount" }),
      [{ expression: "a * 2", label: "twice", id: "twice" }],
    ],
    annotations: { horizontal: [{ label: "limit", value: 5 }] },
  });

  t.deepEqual(widget, {
    ...{ ...place, kind: "graph", title: "T", isStacked: true, axes: { left: { min: 0 }, right: {} } },
    series: [
      {
        label: "b",
        axis: "right",
        unit: "Count",
        color: "#ff0000",
        isSummed: true,
        points: [
          [minute - minuteMs, 1],
          [minute, 1],
        ],
      },
      {
        label: "twice",
        axis: "left",
        unit: "",
        isSummed: false,
        points: [
          [minute - minuteMs, 6],
          [minute, 2],
        ],
      },
    ],
    annotations: [{ label: "limit", value: 5, axis: "left" }],
  });
});

test("a number is that of the whole range, or else the newest one", (t) => {
  const properties = { title: "T", view: "singleValue", stat: "Sum", metrics: [metric("a"), metric("nope")] };
  const newest = draw(properties).widget;
  const whole = draw({ ...properties, setPeriodToTimeRange: true }).widget;

  const values = (value: number) => [
    { label: "a", unit: "Count", value },
    { label: "nope", unit: "Count", value: null },
  ];
  t.like(newest, { kind: "number", values: values(1) });
  t.like(whole, { kind: "number", values: values(4) });
});

const ranges: [rangeSeconds: number, periodSeconds: number][] = [
  [60, 60],
  [3 * 3600, 60],
  [24 * 3600, 300],
  [7 * 24 * 3600, 3600],
];

for (const [rangeSeconds, periodSeconds] of ranges) {
  test(`a range of ${rangeSeconds} s has periods of ${periodSeconds} s, the last of which is now`, (t) => {
    const { range } = draw({}, "text", rangeSeconds);

    t.is(range.end - range.start, rangeSeconds * 1000);
    t.is(range.periodSeconds, periodSeconds);
    t.true(range.end > now && range.end - periodSeconds * 1000 <= now);
  });
}

test("a widget may begin earlier than the dashboard, with a range of its own", (t) => {
  const { widget } = draw({ start: "-P14D", stat: "Sum", metrics: [metric("a")] }, "metric", 60);

  const end = Date.UTC(2026, 0, 15, 13);
  const range = { start: end - 14 * 24 * 3600 * 1000, end, periodSeconds: 3600 };
  t.like(widget, { range, series: [{ points: [[Date.UTC(2026, 0, 15, 12), 4]] }] });
  t.false("range" in (draw({ metrics: [metric("a")] }).widget ?? {}));
});

test("text, queries and alarms are handed on", (t) => {
  t.deepEqual(draw({ markdown: "# A" }, "text").widget, { ...place, kind: "text", markdown: "# A" });
  t.like(draw({ title: "Q", query: "fields @message" }, "log").widget, {
    kind: "query",
    query: "fields @message",
  });
  const alarms = ["arn:aws:cloudwatch:us-east-1:000000000000:alarm:a"];
  t.like(draw({ title: "A", alarms }, "alarm").widget, { kind: "alarms", alarms: ["a"] });
});

const refused: [what: string, properties: BodyWidget["properties"], type?: string][] = [
  ["widgets of type explorer", {}, "explorer"],
  ["the view pie", { view: "pie" }],
  ["the start -P1W", { start: "-P1W" }],
  ["the statistic tm90", { metrics: [metric("a", { stat: "tm90" })] }],
  ["the function RATE", { metrics: [[{ expression: "RATE(a)" }]] }],
  ['"..."', { metrics: [metric("a"), ["...", "v"]] }],
];

for (const [what, properties, type] of refused) {
  test(`what the local run does not know is refused by name: ${what}`, (t) => {
    const error = t.throws(() => draw(properties, type));

    t.true(error?.message.includes(`The local run does not know ${what}`), error?.message);
  });
}
