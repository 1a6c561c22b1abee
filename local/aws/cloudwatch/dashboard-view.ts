import { alarmName } from "./composite-rule.ts";
import { type BodyWidget, type Drawn, readDrawn } from "./dashboard-body.ts";
import type { MetricStore, Series } from "./metric-store.ts";
import { answerQueries } from "./queries.ts";
import { type CustomUnits, unitOf } from "./units.ts";
import type { GraphView, NumberView, RangeView, WidgetView } from "./view.ts";

const daySeconds = 24 * 60 * 60;

/**
 * CloudWatch fits the period to the range and ignores a widget's own, unless the dashboard's override is
 * `inherit`.
 */
const periods: [upToSeconds: number, periodSeconds: number][] = [
  [3 * 60 * 60, 60],
  [daySeconds, 300],
  [Number.POSITIVE_INFINITY, 3600],
];

/** Returns the range up to now, in whole periods. */
export function rangeUpTo(now: number, rangeSeconds: number): RangeView {
  const periodSeconds = periods.find(([upTo]) => rangeSeconds <= upTo)?.[1] ?? daySeconds;
  const periodMs = periodSeconds * 1000;
  const end = Math.floor(now / periodMs + 1) * periodMs;
  const start = end - Math.max(1, Math.ceil(rangeSeconds / periodSeconds)) * periodMs;
  return { start, end, periodSeconds };
}

/** @throws {Error} Names the unsupported part of the widget. */
export function viewWidget(
  { type, properties }: BodyWidget,
  store: Pick<MetricStore, "read">,
  limits: RangeView,
  customUnits: CustomUnits,
): WidgetView {
  const { title = "" } = properties;
  switch (type) {
    case "metric":
      return viewMetrics(properties, store, limits, customUnits);
    case "text":
      return { kind: "text", markdown: properties.markdown ?? "" };
    case "log":
      return { kind: "query", title, query: properties.query ?? "" };
    case "alarm":
      return { kind: "alarms", title, alarms: (properties.alarms ?? []).map(alarmName) };
    default:
      throw new Error(`The local run does not know widgets of type ${type}`);
  }
}

/** Returns the range of a widget with a start of its own, such as `-P14D`. */
function ownRange({ start }: BodyWidget["properties"], end: number): RangeView | undefined {
  if (start === undefined) return undefined;
  const [, days, hours] = /^-P(?:(\d+)D|T(\d+)H)$/.exec(start) ?? [];
  if (days === undefined && hours === undefined)
    throw new Error(`The local run does not know the start ${start} of a widget`);
  return rangeUpTo(end - 1, Number(days ?? 0) * daySeconds + Number(hours ?? 0) * 3600);
}

function viewMetrics(
  properties: BodyWidget["properties"],
  store: Pick<MetricStore, "read">,
  dashboardRange: RangeView,
  customUnits: CustomUnits,
): GraphView | NumberView {
  const { view = "timeSeries", setPeriodToTimeRange = false, title = "" } = properties;
  const range = ownRange(properties, dashboardRange.end);
  const limits = range ?? dashboardRange;
  const lengthSeconds = (limits.end - limits.start) / 1000;
  const drawn = readDrawn(properties, setPeriodToTimeRange ? lengthSeconds : limits.periodSeconds);
  const answers = answerQueries(
    store,
    drawn.map(({ query }) => query),
    limits,
  );
  const visible = drawn
    .filter(({ isVisible }) => isVisible)
    .map((one) => ({
      ...one,
      unit: unitOf(one.query, customUnits),
      series: answers.get(one.query.id)?.series ?? new Map(),
    }));
  switch (view) {
    case "timeSeries":
      return { ...graph(properties, visible), ...(range !== undefined && { range }) };
    case "singleValue":
      return {
        kind: "number",
        title,
        values: visible.map(({ label, unit, series }) => ({ label, unit, value: newest(series) })),
      };
    default:
      throw new Error(`The local run does not know the view ${view} of a metric widget`);
  }
}

function graph(
  { title = "", stacked = false, yAxis = {}, annotations = {} }: BodyWidget["properties"],
  visible: (Drawn & { unit: string; series: Series })[],
): GraphView {
  return {
    kind: "graph",
    title,
    isStacked: stacked,
    axes: { left: yAxis.left ?? {}, right: yAxis.right ?? {} },
    series: visible.map(({ label, axis, unit, color, query, series }) => ({
      label,
      axis,
      unit,
      isSummed: "metric" in query && ["Sum", "SampleCount"].includes(query.statistic),
      ...(color !== undefined && { color }),
      points: [...series],
    })),
    annotations: (annotations.horizontal ?? []).map(({ label = "", value, yAxis: axis = "left" }) => {
      return { label, value, axis };
    }),
  };
}

function newest(series: Series): number | null {
  return [...series.values()].at(-1) ?? null;
}
