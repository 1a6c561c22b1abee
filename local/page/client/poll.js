// Polls the run while the page is visible, and says so when the run does not answer.
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
 * Polls `ask` and shows its answers. An answer overtaken by a newer request is dropped.
 *
 * Returns a function for asking at once.
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
      showFailure(ask, failure);
    }
    timer = setTimeout(again, milliseconds);
  };
  document.addEventListener("visibilitychange", again);
  void again();
  return again;
};

const showFailure = (ask, failure) => {
  if (failure === undefined) failures.delete(ask);
  else failures.set(ask, failure.message);
  const [message = ""] = failures.values();
  setText(lost, message);
  lost.hidden = message === "";
};
