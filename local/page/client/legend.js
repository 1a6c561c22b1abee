// Names the lines of a graph and gives their values in text: those at the pointer, or else sums of counts and the newest of the rest.
import { createList, element, setText } from "./element.js";
import { metric, moment, time } from "./format.js";

const daySeconds = 86_400;

const sumOf = (values) => values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);

const inAll = ({ values, isSummed }) =>
  isSummed ? sumOf(values) : values.findLast((value) => value !== null);

const valueAt = (line, index) => {
  const value = index == null ? inAll(line) : line.values[index];
  return value == null ? "–" : metric(value, line.unit);
};

const createEntry = ({ label, color }) => {
  const swatch = element("span", { className: "swatch" });
  swatch.style.setProperty("--swatch", color);
  const value = element("span", { className: "value" });
  return {
    node: element("li", {}, [swatch, element("span", { textContent: label }), value]),
    update: ({ text }) => setText(value, text),
  };
};

/** `show` takes the lines, and the index of the time at the pointer if there is one. */
export const createLegend = () => {
  const list = element("ul", { className: "legend" });
  const at = element("p", { className: "soft at" });
  const showEntries = createList(list, ({ place, label }) => `${place} ${label}`, createEntry);
  return {
    parts: [at, list],
    show: ({ times, series, start, end }, index) => {
      const formatTime = end - start > daySeconds ? moment : time;
      const isOfCounts = series.some(({ isSummed }) => isSummed);
      const inAllText = isOfCounts ? "Counts are of the time shown" : "";
      setText(at, index == null ? inAllText : formatTime(times[index] * 1000));
      showEntries(series.map((line, place) => ({ ...line, place, text: valueAt(line, index) })));
    },
    /** Makes screen readers read every change out, for a user moving by keys. */
    speak: (isSpoken) => list.setAttribute("aria-live", isSpoken ? "polite" : "off"),
  };
};
