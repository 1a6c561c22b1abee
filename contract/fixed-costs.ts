import { metricUnits } from "./metrics.ts";
import { prices } from "./prices.ts";
import { rejectionReasons } from "./rejection.ts";

/** Describes what of a pipeline costs the same in each month, however many uploads there are. */
interface Made {
  renditions: number;
  /** Counts the metrics that its alarms watch. */
  watchedMetrics: number;
  /** Is true where it makes a key, for mail about encrypted alarms. */
  hasKey: boolean;
}

/** Holds dollars in a month. */
export interface FixedCosts {
  metrics: number;
  alarms: number;
  dashboard: number;
  key: number;
}

/** Alarms watch these metrics with any ingestion; a queue, and each rule of EventBridge, has one more. */
export const alwaysWatched = 11;

/** Counts the most metrics that a function may write. */
export function mostMetrics(renditions: number): number {
  return Object.keys(metricUnits).length + rejectionReasons.length + (renditions > 1 ? renditions : 0);
}

/** Returns the most that these cost: a metric is paid only in the hours in which it has a value. */
export function fixedCosts({ renditions, watchedMetrics, hasKey }: Made): FixedCosts {
  return {
    metrics: mostMetrics(renditions) * prices.metric,
    alarms: watchedMetrics * prices.alarm + prices.compositeAlarm,
    dashboard: prices.dashboard,
    key: hasKey ? prices.key : 0,
  };
}
