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

export interface MetricOptions {
  stat?: string;
  label?: string;
  yAxis?: "left" | "right";
}

/** Namespace, name, then names and values of dimensions, and how to draw it. */
export type Metric =
  | [string, string, string, string, MetricOptions]
  | [string, string, string, string, string, string, MetricOptions];

interface Graph {
  stat: string;
  metrics: Metric[];
  period?: number;
  annotations?: { horizontal: { label: string; value: number }[] };
}

export function metricGraph(title: string, region: string, { period = 300, ...graph }: Graph): Content {
  return { type: "metric", properties: { title, region, view: "timeSeries", period, ...graph } };
}

/** The result of a query of Logs Insights. */
export function logTable(title: string, region: string, logGroup: string, query: string[]): Content {
  const text = [`SOURCE '${logGroup}'`, ...query].join(" | ");
  return { type: "log", properties: { title, region, view: "table", query: text } };
}

/** Gives every widget its place: rows below each other, each shared evenly by its widgets. */
export function rows(list: { height: number; widgets: Content[] }[]): Widget[] {
  let top = 0;
  return list.flatMap(({ height, widgets }) => {
    const y = top;
    top += height;
    const width = Math.floor(columns / widgets.length);
    return widgets.map((content, index) => ({ ...content, x: index * width, y, width, height }));
  });
}
