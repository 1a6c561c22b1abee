/** A widget's place in the 24 columns of CloudWatch's dashboards. */
interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The component's dashboard with what its metrics and alarms say now. */
export interface DashboardView {
  range: RangeView;
  alarms: AlarmView[];
  widgets: (Place & WidgetView)[];
}

/** Milliseconds since the epoch, and how many seconds of it one point of a graph stands for. */
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
  /** When it came into this state, in milliseconds since the epoch. */
  since: number;
  isComposite: boolean;
}

export type WidgetView =
  | GraphView
  | NumberView
  | { kind: "text"; markdown: string }
  /** By their names. */
  | { kind: "alarms"; title: string; alarms: string[] }
  | { kind: "query"; title: string; query: string };

export interface GraphView {
  kind: "graph";
  title: string;
  /** Where it is not the dashboard's, since the widget has a beginning of its own. */
  range?: RangeView;
  isStacked: boolean;
  axes: { left: AxisView; right: AxisView };
  series: SeriesView[];
  annotations: { label: string; value: number; axis: Side }[];
}

export interface NumberView {
  kind: "number";
  title: string;
  /** `null` where there is no data. */
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
  /** As CloudWatch names it, such as `Bytes`; empty where it is not known. */
  unit: string;
  color?: string;
  points: [time: number, value: number][];
}
