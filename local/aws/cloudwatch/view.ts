/** A position in the 24 columns of a CloudWatch dashboard. */
interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The dashboard, with the current values of its metrics and alarms. */
export interface DashboardView {
  range: RangeView;
  alarms: AlarmView[];
  widgets: (Place & WidgetView)[];
}

/** Start and end are in milliseconds since the epoch; `periodSeconds` is the length of one point. */
export interface RangeView {
  start: number;
  end: number;
  periodSeconds: number;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmView {
  name: string;
  description: string;
  state: AlarmState;
  reason: string;
  /** Time of the last change of state, in milliseconds since the epoch. */
  since: number;
  isComposite: boolean;
}

export type WidgetView =
  | GraphView
  | NumberView
  | { kind: "text"; markdown: string }
  /** Names of alarms. */
  | { kind: "alarms"; title: string; alarms: string[] }
  | { kind: "query"; title: string; query: string };

export interface GraphView {
  kind: "graph";
  title: string;
  /** Set when the widget has a start of its own, and so another range than the dashboard. */
  range?: RangeView;
  isStacked: boolean;
  axes: { left: AxisView; right: AxisView };
  series: SeriesView[];
  annotations: { label: string; value: number; axis: Side }[];
}

export interface NumberView {
  kind: "number";
  title: string;
  /** `null` without data. */
  values: { label: string; value: number | null; unit: string }[];
}

export type Side = "left" | "right";

export interface AxisView {
  label?: string;
  min?: number;
  max?: number;
}

interface SeriesView {
  label: string;
  axis: Side;
  /** CloudWatch's name, such as `Bytes`; empty if unknown. */
  unit: string;
  color?: string;
  /** Is true where a value counts a period, so the time shown has their sum; else a value holds at its time. */
  isSummed: boolean;
  points: [time: number, value: number][];
}
