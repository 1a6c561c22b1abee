// Shows one widget of the dashboard in its place among CloudWatch's 24 columns.
import { setState } from "./alarms.js";
import { createList, element, setText } from "./element.js";
import { metric } from "./format.js";
import { createGraph } from "./graph.js";

const createText = ({ html }) => ({ parts: [element("div", { className: "prose", innerHTML: html })] });

const createQuery = ({ query }) => ({
  parts: [
    element("p", {
      className: "soft",
      textContent: "CloudWatch Logs Insights runs this over the log; the local run shows the query.",
    }),
    element("pre", {}, [element("code", { textContent: query })]),
  ],
});

const createNumbers = () => {
  const node = element("dl", { className: "numbers" });
  const show = createList(
    node,
    ({ label }) => label,
    ({ label }) => {
      const value = element("dd");
      return {
        node: element("div", {}, [element("dt", { textContent: label }), value]),
        update: (next) => setText(value, next.value === null ? "–" : metric(next.value, next.unit)),
      };
    },
  );
  return { parts: [node], update: ({ values }) => show(values) };
};

const createAlarmStates = () => {
  const node = element("ul", { className: "states" });
  const show = createList(
    node,
    ({ name }) => name,
    ({ name }) => {
      const badge = element("span");
      return {
        node: element("li", {}, [badge, element("span", { textContent: name })]),
        update: ({ state }) => setState(badge, state),
      };
    },
  );
  return {
    parts: [node],
    update: (widget, { alarms }) => show(alarms.filter(({ name }) => widget.alarms.includes(name))),
  };
};

const kinds = {
  graph: createGraph,
  number: createNumbers,
  text: createText,
  alarms: createAlarmStates,
  query: createQuery,
};

export const createWidget = (widget) => {
  const { kind, title, x, y, width, height } = widget;
  const { parts, update } = kinds[kind](widget);
  const heading = title ? [element("h4", { textContent: title })] : [];
  const node = element("article", { className: `widget ${kind}` }, [...heading, ...parts]);
  for (const [name, value] of Object.entries({ x: x + 1, y: y + 1, width, height })) {
    node.style.setProperty(`--${name}`, value);
  }
  return { node, update };
};
