// Lists rejections with their reasons, and dead letters with a button to send them again.
import { byId, createList, element, setText } from "./element.js";
import { count, moment, whole } from "./format.js";
import { post } from "./poll.js";

const row = (badge, title, text, at) =>
  element("li", {}, [
    element("span", { className: "badge", textContent: badge }),
    element("div", {}, [
      element("p", { className: "name", textContent: title }),
      element("p", { className: "soft", textContent: text }),
    ]),
    element("time", { className: "soft", dateTime: new Date(at).toISOString(), textContent: moment(at) }),
  ]);

const showRejected = createList(
  byId("rejected"),
  ({ key, timestamp, reason }) => JSON.stringify([key, timestamp, reason]),
  ({ key, reason, detail, timestamp }) => ({ node: row(reason, key, detail, timestamp) }),
);

const showDeadLetters = createList(
  byId("dead-letters"),
  ({ id }) => id,
  ({ key, reason, sent }) => ({ node: row("dead letter", key, reason, sent) }),
);

export const showProblems = ({ status, rejected, deadLetters }) => {
  showRejected(rejected);
  showDeadLetters(deadLetters);
  byId("rejected-part").hidden = rejected.length === 0;
  byId("dead-letters-part").hidden = deadLetters.length === 0;
  byId("no-problems").hidden = rejected.length + deadLetters.length > 0;
  setText(byId("rejected-count"), whole(status.looks.rejected));
  setText(byId("dead-letter-count"), whole(status.deadLetters));
};

const plural = (number, thing) => `${count(number)} ${thing}${number === 1 ? "" : "s"}`;

const describeRedrive = ({ sent, stayed }) =>
  [
    sent > 0 && `${plural(sent, "dead letter")} sent again.`,
    stayed > 0 && `${plural(stayed, "message")} stayed: no event of this pipeline, it would fail again.`,
    sent + stayed === 0 && "There was nothing to send: somebody else holds what is left.",
  ]
    .filter(Boolean)
    .join(" ");

const button = byId("redrive");
button.addEventListener("click", async () => {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  const text = await post("redrive.json").then(describeRedrive, (error) => error.message);
  setText(byId("redrive-result"), text);
  button.ariaDisabled = "false";
});
