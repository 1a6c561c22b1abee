// Asks again and again for as long as somebody looks, and says when nobody answers.
import { byId, setText } from "./element.js";

const lost = byId("lost");
const failures = new Map();

export const fetchJson = async (path, options) => {
  const answer = await fetch(path, options).catch(() => {
    throw new Error("The run does not answer. Start it again with npm start; what was uploaded is kept.");
  });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  return answer.json();
};

export const post = (path, body = {}) =>
  fetchJson(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/**
 * Shows what `ask` answers. An answer that comes after somebody has asked anew is an old one, and is not shown.
 *
 * Returns how to ask at once, whatever the time is.
 */
export const keepAsking = (milliseconds, ask, show) => {
  let timer;
  let turn = 0;
  const again = async () => {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    if (!document.hidden) {
      const isLatest = () => mine === turn;
      const failure = await ask()
        .then((answer) => isLatest() && show(answer))
        .then(
          () => undefined,
          (error) => error,
        );
      if (!isLatest()) return;
      tellOf(ask, failure);
    }
    timer = setTimeout(again, milliseconds);
  };
  document.addEventListener("visibilitychange", again);
  void again();
  return again;
};

const tellOf = (ask, failure) => {
  if (failure === undefined) failures.delete(ask);
  else failures.set(ask, failure.message);
  const [message = ""] = failures.values();
  setText(lost, message);
  lost.hidden = message === "";
};
