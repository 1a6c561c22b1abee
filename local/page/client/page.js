// Draws the page of the local run: asks for its state once a second, and touches only what changed.
import { showDashboard } from "./dashboard.js";
import { byId, element, setText } from "./element.js";
import { count } from "./format.js";
import { showImages } from "./gallery.js";
import { fetchJson, keepAsking } from "./poll.js";
import { rejectionsIn, showProblems } from "./problems.js";
import { acceptUploads } from "./upload.js";

/** Few enough to keep the rest of the page near. */
const imagesAtFirst = 6;
const imagesMore = 24;
const more = byId("more");
let limit = imagesAtFirst;
let shown = "";

const figures = ["Pending", "Succeeded", "Rejected", "Failed tries", "Dead letters"].map((name) => {
  const value = element("dd");
  byId("status").append(element("div", {}, [element("dt", { textContent: name }), value]));
  return value;
});

const showStatus = (status) => {
  const { pending, succeeded, failed, deadLetters } = status;
  const values = [pending, succeeded, rejectionsIn(status), failed, deadLetters];
  for (const [index, figure] of figures.entries()) setText(figure, count(values[index]));
};

const draw = (state) => {
  const text = JSON.stringify(state);
  if (text === shown) return;
  shown = text;
  showStatus(state.status);
  showImages(state);
  showProblems(state);
  more.hidden = !state.hasMore;
};

const drawNow = keepAsking(1000, () => fetchJson(`images.json?limit=${limit}`), draw);
more.addEventListener("click", () => {
  limit += imagesMore;
  void drawNow();
});
acceptUploads(drawNow);
showDashboard();
