// Describes a widget for uPlot: axes in the metrics' units, the chosen range, and lines for the annotations.
import { day, metric, time } from "./format.js";
import uPlot from "./uplot.js";

const daySeconds = 86_400;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
const font = "12px system-ui, sans-serif";

/** Draws a value between two gaps as a dot, since it would have no line. */
const isolated = (plot, index, isShown) => {
  if (isShown) return null;
  const values = plot.data[index];
  return values.flatMap((value, at) =>
    value !== null && values[at - 1] == null && values[at + 1] == null ? [at] : [],
  );
};

const describeSeries = ({ label, axis, color }, isStacked) => ({
  label,
  scale: axis,
  stroke: color,
  width: 1.5,
  fill: isStacked ? `${color}55` : undefined,
  points: { size: 5, fill: color, filter: isolated },
});

const unitOf = (series, side) => series.find(({ axis }) => axis === side)?.unit ?? "";

const describeAxis = (side, { label }, series) => {
  const unit = unitOf(series, side);
  return {
    scale: side,
    side: side === "left" ? 3 : 1,
    size: 66,
    font,
    stroke: () => colour("--soft"),
    grid: { show: side === "left", stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => metric(value, unit)),
    ...(label && { label, labelFont: font, labelSize: 18 }),
  };
};

const timeAxis = {
  size: 28,
  font,
  stroke: () => colour("--soft"),
  grid: { show: false },
  ticks: { stroke: () => colour("--line"), width: 1, size: 5 },
  values: (_, splits, __, ___, step) =>
    splits.map((at) => (step >= daySeconds || at % daySeconds === 0 ? day(at * 1000) : time(at * 1000))),
};

const describeScale = (side, { min, max }, annotations) => ({
  range: (_, low, high) => {
    const marks = annotations.filter(({ axis }) => axis === side).map(({ value }) => value);
    const [from, to] = [Math.min(low ?? 0, 0, ...marks), Math.max(high ?? 1, ...marks)];
    const [lower, upper] = uPlot.rangeNum(from, to === from ? from + 1 : to, 0.1, true);
    return [min ?? (from === 0 ? 0 : lower), max ?? upper];
  },
});

const drawAnnotations = (plot, annotations) => {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("--alarm");
  ctx.lineWidth = ratio;
  ctx.textAlign = "left";
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  for (const { label, value, axis } of annotations) {
    const y = plot.valToPos(value, axis, true);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + 6 * ratio, y - 5 * ratio);
  }
  ctx.restore();
};

/**
 * @param range - The first and the last second.
 * @param onPointer - Called with the index of the time under the pointer, or nothing when it leaves.
 */
export const describePlot = ({ isStacked, axes, annotations }, series, range, onPointer) => {
  const sides = ["left", "right"].filter(
    (side) => side === "left" || series.some(({ axis }) => axis === side),
  );
  return {
    legend: { show: false },
    padding: [12, null, 0, null],
    cursor: { y: false, drag: { x: false, y: false } },
    series: [{}, ...series.map((one) => describeSeries(one, isStacked))],
    bands: isStacked ? series.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) : [],
    axes: [timeAxis, ...sides.map((side) => describeAxis(side, axes[side], series))],
    scales: {
      x: { time: true, range },
      ...Object.fromEntries(sides.map((side) => [side, describeScale(side, axes[side], annotations)])),
    },
    hooks: {
      draw: [(plot) => drawAnnotations(plot, annotations)],
      setCursor: [(plot) => onPointer(plot.cursor.idx)],
    },
  };
};
