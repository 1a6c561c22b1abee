// Names the lines of a graph and gives their values in text: the newest ones, or those at the pointer.
import { createList, element, setText } from "./element.js";
import { metric, moment, time } from "./format.js";

const daySeconds = 86_400;

const valueAt = ({ values, unit }, index) => {
  const value = index == null ? values.findLast((one) => one !== null) : values[index];
  return value == null ? "–" : metric(value, unit);
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
      setText(at, index == null ? "" : formatTime(times[index] * 1000));
      showEntries(series.map((line, place) => ({ ...line, place, text: valueAt(line, index) })));
    },
    /** Makes screen readers read every change out, for a user moving by keys. */
    speak: (isSpoken) => list.setAttribute("aria-live", isSpoken ? "polite" : "off"),
  };
};
