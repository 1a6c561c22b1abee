import type { Expression, Metric, Widget } from "../../../components/dashboard/widgets.ts";
import { type Graph, json } from "./graph.ts";

/** The dashboard of the pipeline `images`. */
export function dashboardOf(graph: Graph): { start: string; widgets: Widget[] } {
  return json(graph, "images-dashboard", "dashboardBody") as { start: string; widgets: Widget[] };
}

/** Lists the metrics and expressions of a widget; text widgets have none. */
export function linesOf({ properties }: Widget): (Metric | Expression)[] {
  return (properties.metrics ?? []) as (Metric | Expression)[];
}

export function isMetric(line: Metric | Expression): line is Metric {
  return typeof line[0] === "string";
}

export function isExpression(line: Metric | Expression): line is Expression {
  return !isMetric(line);
}

/** Finds the only widget of this title. */
export function titled(widgets: Widget[], title: string): Widget {
  const [found, ...others] = widgets.filter(({ properties }) => properties.title === title);
  if (found === undefined || others.length > 0) throw new Error(`Not one widget has the title ${title}`);
  return found;
}
