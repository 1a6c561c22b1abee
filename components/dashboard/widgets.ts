/** CloudWatch lays dashboards out on this many columns, and refuses wider ones. */
const columns = 24;

/** A widget without its place. */
export interface Content {
  type: string;
  properties: Record<string, unknown>;
}

export interface Widget extends Content {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Widgets beside each other, which share the width evenly. */
export interface Row {
  height: number;
  widgets: Content[];
}

export interface MetricOptions {
  /** Names the metric in expressions. */
  id?: string;
  stat?: string;
  label?: string;
  yAxis?: "left" | "right";
  /** False if only expressions use it. */
  visible?: boolean;
}

/** Namespace, name, then names and values of dimensions, and how to draw it. */
export type Metric = [...namespaceNameAndDimensions: string[], MetricOptions];

/** A formula over metrics, in CloudWatch's metric math. */
export type Expression = [MetricOptions & { expression: string; label: string; id: string }];

interface Graph {
  stat: string;
  metrics: (Metric | Expression)[];
  period?: number;
  stacked?: boolean;
  /** Overrides the dashboard's start. */
  start?: string;
  annotations?: { horizontal: { label: string; value: number }[] };
}

export function metricGraph(title: string, region: string, { period = 300, ...graph }: Graph): Content {
  // Every graph begins at zero: no value here means anything relative to its minimum.
  const yAxis = { left: { min: 0 } };
  return { type: "metric", properties: { title, region, view: "timeSeries", period, yAxis, ...graph } };
}

/** Shows one number for each metric, over the dashboard's whole time range. */
export function numbers(title: string, region: string, { stat, metrics }: Graph): Content {
  const properties = { title, region, view: "singleValue", setPeriodToTimeRange: true, stat, metrics };
  return { type: "metric", properties };
}

export function text(markdown: string): Content {
  return { type: "text", properties: { markdown } };
}

/** Shows the result of a Logs Insights query, billed by the bytes of log in the dashboard's time range. */
export function logTable(
  region: string,
  logGroup: string,
  { title, query }: { title: string; query: string },
): Content {
  return {
    type: "log",
    properties: { title, region, view: "table", query: `SOURCE '${logGroup}' | ${query}` },
  };
}

/** Places rows below each other, and widgets evenly within their row. */
export function rows(list: Row[]): Widget[] {
  let top = 0;
  return list.flatMap(({ height, widgets }) => {
    const y = top;
    top += height;
    const left = (index: number) => Math.floor((index * columns) / widgets.length);
    return widgets.map((content, index) => {
      const x = left(index);
      return { ...content, x, y, width: left(index + 1) - x, height };
    });
  });
}
