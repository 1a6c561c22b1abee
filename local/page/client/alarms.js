// Lists every alarm with its state, in words as well as in colours.
import { byId, createList, element, setText } from "./element.js";
import { moment } from "./format.js";

const urgency = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 };
const words = { ALARM: "In alarm", INSUFFICIENT_DATA: "No data", OK: "OK" };

export const setState = (badge, state) => {
  setText(badge, words[state]);
  badge.className = `badge ${state.toLowerCase()}`;
};

const createAlarm = ({ name, description, isComposite }) => {
  const badge = element("span");
  const reason = element("p", { className: "soft reason" });
  const since = element("time", { className: "soft" });
  const title = element("p", { className: "name", textContent: name });
  if (isComposite) title.append(" ", element("span", { className: "count", textContent: "composite" }));
  return {
    node: element("li", {}, [
      badge,
      element("div", {}, [
        title,
        element("p", { className: "description", textContent: description }),
        reason,
      ]),
      since,
    ]),
    update: (alarm) => {
      setState(badge, alarm.state);
      setText(reason, alarm.reason);
      since.dateTime = new Date(alarm.since).toISOString();
      setText(since, `since ${moment(alarm.since)}`);
    },
  };
};

const show = createList(byId("alarm-list"), ({ name }) => name, createAlarm);

export const showAlarms = (alarms) => {
  const isFirst = ({ isComposite }) => (isComposite ? 0 : 1);
  show(
    alarms.toSorted(
      (one, other) => urgency[one.state] - urgency[other.state] || isFirst(one) - isFirst(other),
    ),
  );
  const raised = alarms.filter(({ state }) => state === "ALARM").length;
  const health = byId("health");
  health.hidden = alarms.length === 0;
  health.className = `badge ${raised > 0 ? "alarm" : "ok"}`;
  setText(health, raised === 0 ? "No alarm" : raised === 1 ? "1 alarm" : `${raised} alarms`);
};
