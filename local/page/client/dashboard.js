// Draws the component's own dashboard and alarms with the run's measurements.
import { showAlarms } from "./alarms.js";
import { byId, createList } from "./element.js";
import { fetchJson, keepAsking } from "./poll.js";
import { createWidget } from "./widgets.js";

const showWidgets = createList(
  byId("widgets"),
  ({ kind, title = "", x, y }) => JSON.stringify([kind, title, x, y]),
  createWidget,
);

const rangeSeconds = () => byId("range").querySelector("input:checked").value;

const draw = ({ range, alarms, widgets }) => {
  showAlarms(alarms);
  showWidgets(widgets, { range, alarms });
};

export const showDashboard = () => {
  const drawNow = keepAsking(2000, () => fetchJson(`dashboard.json?range=${rangeSeconds()}`), draw);
  byId("range").addEventListener("change", drawNow);
};
