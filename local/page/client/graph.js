// A graph of a widget by uPlot. The legend below tells the same in text: the newest values, or those under the pointer.
import { createList, element, setText } from "./element.js";
import { metric, time } from "./format.js";
import { describePlot } from "./plot-options.js";
import { alignSeries } from "./series.js";
import uPlot from "./uplot.js";

const createLegend = () => {
  const node = element("ul", { className: "legend" });
  const show = createList(
    node,
    ({ index, label }) => `${index} ${label}`,
    ({ label, color }) => {
      const swatch = element("span", { className: "swatch" });
      swatch.style.setProperty("--swatch", color);
      const value = element("span", { className: "value" });
      return {
        node: element("li", {}, [swatch, element("span", { textContent: label }), value]),
        update: ({ text }) => setText(value, text),
      };
    },
  );
  return { node, show };
};

/** At the pointer, or else the newest one. */
const valueAt = ({ values, unit }, index) => {
  const value = index == null ? values.findLast((one) => one !== null) : values[index];
  return value == null ? "–" : metric(value, unit);
};

export const createGraph = (widget) => {
  let plot;
  let shape;
  let lines = { times: [], series: [] };
  let range;
  const legend = createLegend();
  const at = element("p", { className: "soft at" });
  const nothing = element("p", { className: "soft nothing", textContent: "No data in this time" });
  const frame = element("div", {
    className: "plot",
    tabIndex: 0,
    attributes: {
      role: "img",
      "aria-label": `Graph: ${widget.title}. The values are below; arrow keys go back in time.`,
    },
  });

  const tell = (index) => {
    const when = index == null ? undefined : lines.times[index];
    setText(at, when === undefined ? "" : time(when * 1000));
    legend.show(
      lines.series.map((series, place) => ({ ...series, index: place, text: valueAt(series, index) })),
    );
  };

  const step = (by) => {
    const last = lines.times.length - 1;
    const index = Math.min(Math.max((plot?.cursor.idx ?? last + 1) + by, 0), last);
    if (last >= 0) plot.setCursor({ left: plot.valToPos(lines.times[index], "x"), top: 0 });
  };
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    step(by);
  });
  frame.addEventListener("focus", () => legend.node.setAttribute("aria-live", "polite"));
  frame.addEventListener("blur", () => {
    legend.node.removeAttribute("aria-live");
    plot?.setCursor({ left: -10, top: -10 });
  });

  const size = () => ({ width: frame.clientWidth, height: frame.clientHeight });
  new ResizeObserver(() => plot?.setSize(size())).observe(frame);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot?.redraw());

  const update = (next, context) => {
    range = context.range;
    lines = alignSeries(next, range);
    const data = [lines.times, ...lines.series.map(({ drawn }) => drawn)];
    const nextShape = JSON.stringify([
      lines.series.map(({ label, axis, unit }) => [label, axis, unit]),
      next.annotations,
    ]);
    if (nextShape === shape) plot.setData(data);
    else {
      shape = nextShape;
      plot?.destroy();
      plot = new uPlot({ ...describePlot(next, lines.series, () => range, tell), ...size() }, data, frame);
    }
    frame.append(nothing);
    nothing.hidden = lines.series.some(({ isEmpty }) => !isEmpty);
    tell(plot.cursor.idx);
  };
  return { parts: [frame, at, legend.node], update };
};
