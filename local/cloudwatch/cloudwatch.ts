import type { DatabaseSync } from "node:sqlite";
import { createMetrics, type Metrics } from "../metrics.ts";
import type { LocalStack } from "../stack.ts";
import { createDashboard } from "./dashboard.ts";
import { openMetricStore } from "./metric-store.ts";
import type { DashboardView } from "./view.ts";

/** CloudWatch of a run. */
export interface CloudWatch {
  metrics: Metrics;
  dashboardView(rangeSeconds: number): DashboardView;
}

/** @throws {Error} That names what in dashboard or alarms the local run does not know. */
export function openCloudWatch(
  { dashboard = { widgets: [] } }: Pick<LocalStack, "dashboard">,
  database: DatabaseSync,
  now: () => number,
): CloudWatch {
  const store = openMetricStore(database);
  return {
    metrics: createMetrics(database, store, () => now() - Date.now()),
    dashboardView: createDashboard(dashboard, store, () => [], now),
  };
}
