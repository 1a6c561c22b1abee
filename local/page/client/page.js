// Draws the page of the local run: asks for its state once a second, and touches only what changed.
import { showDashboard } from "./dashboard.js";
import { byId, element, setText } from "./element.js";
import { whole } from "./format.js";
import { showImages } from "./gallery.js";
import { fetchJson, keepAsking } from "./poll.js";
import { showProblems } from "./problems.js";
import { acceptUploads } from "./upload.js";

/** Few enough to keep the rest of the page near. */
const imagesAtFirst = 6;
const imagesMore = 24;
const more = byId("more");
let limit = imagesAtFirst;
let shown = "";

/** The first is the sum of those with a name of `looks`: every look at a source has one result. */
const tiles = {
  looked: "Looked at",
  compressed: "Compressed",
  unchanged: "Unchanged",
  rejected: "Rejected",
  failed: "Failed tries",
  gone: "Source gone",
  pending: "Pending",
  deadLetters: "Dead letters",
};

const figures = Object.entries(tiles).map(([name, title]) => {
  const value = element("dd");
  byId("status").append(element("div", {}, [element("dt", { textContent: title }), value]));
  return [name, value];
});

const showStatus = ({ looks, pending, deadLetters }) => {
  const looked = Object.values(looks).reduce((sum, number) => sum + number, 0);
  const values = { looked, ...looks, pending, deadLetters };
  for (const [name, figure] of figures) setText(figure, whole(values[name]));
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
