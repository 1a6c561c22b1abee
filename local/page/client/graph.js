// Draws a widget's graph with uPlot, and a legend with the same values in text.
import { element } from "./element.js";
import { createLegend } from "./legend.js";
import { describePlot } from "./plot-options.js";
import { alignSeries } from "./series.js";
import uPlot from "./uplot.js";

const createFrame = (title) =>
  element("div", {
    className: "plot",
    tabIndex: 0,
    attributes: {
      role: "img",
      "aria-label": `Graph: ${title}. The values are below; arrow keys go back in time.`,
    },
  });

/** Moves the pointer from value to value by arrow keys while the frame has the focus. */
const moveByKeys = (frame, legend, plotNow) => {
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const plot = plotNow();
    const times = plot?.data[0] ?? [];
    if (by === undefined || times.length === 0) return;
    event.preventDefault();
    const index = Math.min(Math.max((plot.cursor.idx ?? times.length) + by, 0), times.length - 1);
    plot.setCursor({ left: plot.valToPos(times[index], "x"), top: 0 });
  });
  frame.addEventListener("focus", () => legend.speak(true));
  frame.addEventListener("blur", () => {
    legend.speak(false);
    plotNow()?.setCursor({ left: -10, top: -10 });
  });
};

export const createGraph = ({ title }) => {
  let plot;
  let shape;
  let lines = { times: [], series: [] };
  const legend = createLegend();
  const nothing = element("p", { className: "soft nothing", textContent: "No data in this time" });
  const frame = createFrame(title);
  const showValues = (index) => legend.show(lines, index);
  const size = () => ({ width: frame.clientWidth, height: frame.clientHeight });
  moveByKeys(frame, legend, () => plot);
  new ResizeObserver(() => plot?.setSize(size())).observe(frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot?.redraw());

  const update = (widget, { range }) => {
    lines = alignSeries(widget, range);
    const data = [lines.times, ...lines.series.map(({ drawn }) => drawn)];
    const axes = lines.series.map(({ label, axis, unit }) => [label, axis, unit]);
    const nextShape = JSON.stringify([axes, widget.annotations]);
    if (nextShape === shape) plot.setData(data);
    else {
      shape = nextShape;
      plot?.destroy();
      const options = describePlot(widget, lines.series, () => [lines.start, lines.end], showValues);
      plot = new uPlot({ ...options, ...size() }, data, frame);
    }
    frame.append(nothing);
    nothing.hidden = lines.series.some(({ isEmpty }) => !isEmpty);
    showValues(plot.cursor.idx);
  };
  return { parts: [frame, ...legend.parts], update };
};
