import type { Metric } from "./metric-store.ts";
import { expressionQuery, metricQuery, type Query } from "./queries.ts";
import type { AxisView, Side } from "./view.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export interface BodyWidget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: BodyProperties;
}

interface BodyProperties {
  title?: string;
  view?: string;
  stacked?: boolean;
  stat?: string;
  start?: string;
  metrics?: unknown[][];
  setPeriodToTimeRange?: boolean;
  yAxis?: Partial<Record<Side, AxisView>>;
  annotations?: { horizontal?: { label?: string; value: number; yAxis?: Side }[] };
  markdown?: string;
  alarms?: string[];
  query?: string;
}

/** One line of a graph or one number: its query, and its appearance. */
export interface Drawn {
  query: Query;
  label: string;
  axis: Side;
  color: string | undefined;
  isVisible: boolean;
}

interface DrawnOptions {
  id?: string;
  expression?: string;
  label?: string;
  stat?: string;
  yAxis?: Side;
  color?: string;
  visible?: boolean;
}

/** @throws {Error} Names the unsupported part of a metric widget. */
export function readDrawn(
  { metrics = [], stat: usualStat = "Average" }: BodyProperties,
  periodSeconds: number,
): Drawn[] {
  return metrics.map((entry, index) => {
    const { names, options } = splitEntry(entry);
    const { id = `unnamed${index}`, expression, stat = usualStat } = options;
    const metric = metricOf(names);
    const query =
      expression === undefined
        ? metricQuery(id, metric, stat, periodSeconds)
        : expressionQuery(id, expression);
    return {
      query,
      label: options.label ?? expression ?? metric.name,
      axis: options.yAxis ?? "left",
      color: options.color,
      isVisible: options.visible ?? true,
    };
  });
}

function splitEntry(entry: unknown[]): { names: string[]; options: DrawnOptions } {
  const last = entry.at(-1);
  const hasOptions = typeof last === "object" && last !== null;
  const names = (hasOptions ? entry.slice(0, -1) : entry).map(String);
  const short = names.find((name) => name === "." || name === "...");
  if (short !== undefined)
    throw new Error(`The local run does not know ${JSON.stringify(short)} in a dashboard: write the name`);
  return { names, options: hasOptions ? (last as DrawnOptions) : {} };
}

function metricOf([namespace = "", name = "", ...rest]: string[]): Metric {
  const pairs = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? ""]] : []));
  return { namespace, name, dimensions: Object.fromEntries(pairs) };
}
