import type { DatabaseSync } from "node:sqlite";
import { reportError } from "../data/report-error.ts";
import type { LambdaDefinition } from "../lambda/definition.ts";
import type { AlarmDefinition } from "./alarm-definitions.ts";
import { type Alarms, createAlarms } from "./alarms.ts";
import { createDashboard, type DashboardBody } from "./dashboard.ts";
import { readLogLine } from "./embedded-metrics.ts";
import { createGauges, type Measured } from "./gauges.ts";
import { type MetricStore, openMetricStore, type Point } from "./metric-store.ts";
import { createServiceMeasures, type ServiceMeasures } from "./service-metrics.ts";
import type { CustomUnits } from "./units.ts";
import type { DashboardView } from "./view.ts";

export interface CloudWatchDefinition extends Pick<LambdaDefinition, "function" | "logGroupName"> {
  dashboard: DashboardBody | undefined;
  alarms: AlarmDefinition[];
}

export interface CloudWatch {
  readonly measures: ServiceMeasures;
  /** Takes a line of the function's log. */
  record(line: string): void;
  /** Returns the metrics, with current values of the gauges. */
  store(): MetricStore;
  dashboardView(rangeSeconds: number): DashboardView;
  /** Measures these gauges and evaluates the alarms from now on: every minute, and at each request for metrics. */
  watch(measured: Measured): void;
  close(): void;
}

const minuteMs = 60_000;

/** @throws {Error} Names the unknown part of the dashboard or of an alarm. */
export function openCloudWatch(
  stack: CloudWatchDefinition,
  database: DatabaseSync,
  now: () => number,
  customUnits: CustomUnits = {},
): CloudWatch {
  return new DatabaseCloudWatch(stack, database, now, customUnits);
}

class DatabaseCloudWatch implements CloudWatch {
  readonly measures: ServiceMeasures;
  readonly #now: () => number;
  readonly #store: MetricStore;
  readonly #alarms: Alarms;
  readonly #draw: (rangeSeconds: number) => DashboardView;
  /** Service metrics to be written with the next log line or read: a write for each would wait for the disk. */
  readonly #unwritten: Point[] = [];
  #measureGauges = () => {};
  #stop = () => {};

  constructor(
    stack: CloudWatchDefinition,
    database: DatabaseSync,
    now: () => number,
    customUnits: CustomUnits,
  ) {
    const store = openMetricStore(database);
    const alarms = createAlarms(stack.alarms, store, database, now);
    const dashboard = stack.dashboard ?? { widgets: [] };
    this.#now = now;
    this.#store = store;
    this.#alarms = alarms;
    this.#draw = createDashboard(dashboard, store, alarms.read, now, customUnits);
    this.measures = createServiceMeasures(stack, (metric, value, agoMs = 0) => {
      this.#unwritten.push({ metric, value, timestamp: now() - agoMs });
    });
  }

  record(line: string): void {
    this.measures.logged(line);
    // The function uses the machine's clock; a test may set the metrics' clock ahead.
    const ahead = this.#now() - Date.now();
    const points = readLogLine(line).map((point) => ({ ...point, timestamp: point.timestamp + ahead }));
    this.#write(points);
  }

  store(): MetricStore {
    this.#write();
    this.#measureGauges();
    return this.#store;
  }

  dashboardView(rangeSeconds: number): DashboardView {
    this.store();
    return this.#draw(rangeSeconds);
  }

  watch(measured: Measured): void {
    this.#measureGauges = createGauges(measured, this.#store, this.#now);
    this.#stop = everyMinute(() => {
      this.store();
      this.#alarms.read();
    });
  }

  close(): void {
    this.#stop();
    guarded(() => this.#write());
  }

  #write(points: Point[] = []): void {
    this.#store.add([...points, ...this.#unwritten.splice(0)]);
  }
}

/** Returns a function to stop it. */
function everyMinute(work: () => void): () => void {
  const timer = setInterval(() => guarded(work), minuteMs).unref();
  return () => clearInterval(timer);
}

/** Reports errors and goes on: a full disk costs some values, not the run. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}
