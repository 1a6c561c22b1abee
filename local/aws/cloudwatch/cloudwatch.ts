import type { DatabaseSync } from "node:sqlite";
import { reportError } from "../data/report-error.ts";
import type { LambdaDefinition } from "../lambda/definition.ts";
import type { AlarmDefinition } from "./alarm-definitions.ts";
import { createAlarms } from "./alarms.ts";
import { createDashboard, type DashboardBody } from "./dashboard.ts";
import { readLogLine } from "./embedded-metrics.ts";
import { createGauges, type Measured } from "./gauges.ts";
import { type MetricStore, openMetricStore, type Point } from "./metric-store.ts";
import { createServiceMeasures, type ServiceMeasures } from "./service-metrics.ts";
import type { CustomUnits } from "./units.ts";
import type { DashboardView } from "./view.ts";

/** CloudWatch's part of a stack. */
export interface CloudWatchDefinition extends Pick<LambdaDefinition, "function" | "logGroupName"> {
  dashboard: DashboardBody | undefined;
  alarms: AlarmDefinition[];
}

/** CloudWatch of a run. */
export interface CloudWatch {
  measures: ServiceMeasures;
  /** Takes a line of the function's log. */
  record(line: string): void;
  /** All metrics as they are now. */
  store(): MetricStore;
  dashboardView(rangeSeconds: number): DashboardView;
  /** Measures these too, and evaluates the alarms, each minute and whenever somebody looks. */
  watch(measured: Measured): void;
  close(): void;
}

const minuteMs = 60_000;

/** @throws {Error} That names what in dashboard or alarms the local run does not know. */
export function openCloudWatch(
  stack: CloudWatchDefinition,
  database: DatabaseSync,
  now: () => number,
  customUnits: CustomUnits = {},
): CloudWatch {
  const store = openMetricStore(database);
  const alarms = createAlarms(stack.alarms, store, database, now);
  const draw = createDashboard(stack.dashboard ?? { widgets: [] }, store, alarms.read, now, customUnits);
  // What services count is written with the next line or look, not each by itself: the disk is slow.
  const counted: Point[] = [];
  const measures = createServiceMeasures(stack, (metric, value, agoMs = 0) => {
    counted.push({ metric, value, timestamp: now() - agoMs });
  });
  let measureGauges = () => {};
  let stop = () => {};

  const flush = () => store.add(counted.splice(0));
  const refreshed = () => {
    flush();
    measureGauges();
    return store;
  };
  return {
    measures,
    record: (line) => {
      measures.logged(line);
      // The function's clock is the machine's; a test may set the clock of metrics ahead.
      const ahead = now() - Date.now();
      const points = readLogLine(line).map((point) => ({ ...point, timestamp: point.timestamp + ahead }));
      store.add([...points, ...counted.splice(0)]);
    },
    store: refreshed,
    dashboardView: (rangeSeconds) => {
      refreshed();
      return draw(rangeSeconds);
    },
    watch: (measured) => {
      measureGauges = createGauges(measured, store, now);
      stop = everyMinute(() => {
        refreshed();
        alarms.read();
      });
    },
    close: () => {
      stop();
      guarded(flush);
    },
  };
}

/** Returns how to end it. */
function everyMinute(work: () => void): () => void {
  const timer = setInterval(() => guarded(work), minuteMs).unref();
  return () => clearInterval(timer);
}

/** A disk that is full for a while is told of, and costs no more than some values. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}
