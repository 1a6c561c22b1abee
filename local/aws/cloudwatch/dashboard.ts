import type { BodyWidget } from "./dashboard-body.ts";
import { rangeUpTo, viewWidget } from "./dashboard-view.ts";
import type { MetricStore } from "./metric-store.ts";
import type { CustomUnits } from "./units.ts";
import type { AlarmView, DashboardView } from "./view.ts";

export interface DashboardBody {
  widgets: BodyWidget[];
  periodOverride?: string;
}

/**
 * Returns a function to draw the dashboard over the last `rangeSeconds`.
 *
 * @throws {Error} At once, names the unsupported part of the dashboard.
 */
export function createDashboard(
  { widgets, periodOverride = "auto" }: DashboardBody,
  store: MetricStore,
  alarms: () => AlarmView[],
  now: () => number,
  customUnits: CustomUnits,
): (rangeSeconds: number) => DashboardView {
  if (periodOverride !== "auto")
    throw new Error(`The local run does not know the periodOverride ${periodOverride} of a dashboard`);
  const draw = (rangeSeconds: number): DashboardView => {
    const range = rangeUpTo(now(), rangeSeconds);
    const drawn = widgets.map(({ x, y, width, height, ...widget }) => {
      return {
        x,
        y,
        width,
        height,
        ...viewWidget({ x, y, width, height, ...widget }, store, range, customUnits),
      };
    });
    return { range, alarms: alarms(), widgets: drawn };
  };
  draw(1);
  return draw;
}
