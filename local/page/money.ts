import type { DashboardView } from "../aws/cloudwatch/view.ts";

/** The page's unit for money; CloudWatch has none for the result of an expression. */
const dollars = "Dollars";

/** Finds sums of money by the words of their widget, since they are results of expressions. */
export function withMoney({ widgets, ...view }: DashboardView): DashboardView {
  return {
    ...view,
    widgets: widgets.map((widget) => {
      if (widget.kind === "graph") return { ...widget, series: inDollars(widget.title, widget.series) };
      if (widget.kind === "number") return { ...widget, values: inDollars(widget.title, widget.values) };
      return widget;
    }),
  };
}

function inDollars<Value extends { label: string; unit: string }>(title: string, values: Value[]): Value[] {
  const isMoney = ({ label }: Value) => /\$|\bdollars\b/i.test(`${title} ${label}`);
  return values.map((value) => (isMoney(value) ? { ...value, unit: dollars } : value));
}
