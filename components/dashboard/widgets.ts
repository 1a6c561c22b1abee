/** CloudWatch lays dashboards out on this many columns, and refuses wider ones. */
const columns = 24;

/** A widget before it has its place. */
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
  /** What expressions call it by. */
  id?: string;
  stat?: string;
  label?: string;
  yAxis?: "left" | "right";
  /** False where only expressions use it. */
  visible?: boolean;
}

/** Namespace, name, then names and values of dimensions, and how to draw it. */
export type Metric = [...namespaceNameAndDimensions: string[], MetricOptions];

/** What is computed of metrics: CloudWatch's metric math. */
export type Expression = [MetricOptions & { expression: string; label: string; id: string }];

interface Graph {
  stat: string;
  metrics: (Metric | Expression)[];
  period?: number;
  stacked?: boolean;
  /** Where it is not the dashboard's. */
  start?: string;
  annotations?: { horizontal: { label: string; value: number }[] };
}

export function metricGraph(title: string, region: string, { period = 300, ...graph }: Graph): Content {
  // Nothing on this dashboard is ever meant from its smallest value on.
  const yAxis = { left: { min: 0 } };
  return { type: "metric", properties: { title, region, view: "timeSeries", period, yAxis, ...graph } };
}

/** One number for each metric, over all of the time that the dashboard shows. */
export function numbers(title: string, region: string, { stat, metrics }: Graph): Content {
  const properties = { title, region, view: "singleValue", setPeriodToTimeRange: true, stat, metrics };
  return { type: "metric", properties };
}

export function text(markdown: string): Content {
  return { type: "text", properties: { markdown } };
}

/** The result of a query of Logs Insights, which is paid for by the bytes in the time that the dashboard shows. */
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

/** Gives every widget its place: rows below each other, each shared evenly by its widgets. */
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
