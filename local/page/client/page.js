// Draws what images.json says, once a second; keys are text, never markup.
const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

const bytes = (count) => {
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  const format = { style: "unit", unit: units[power], maximumSignificantDigits: 3 };
  return new Intl.NumberFormat("en", format).format(count / 1000 ** power);
};

const percent = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 3 });

const element = (name, properties = {}, children = []) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
};

const figure = (title, { key, size, url }, remark = "") =>
  element("figure", {}, [
    element("img", { src: url, alt: `${title} ${key}`, loading: "lazy" }),
    element("figcaption", { textContent: `${title}: ${key}, ${bytes(size)}${remark}` }),
  ]);

const saving = (source, output) => {
  const saved = 1 - output.size / source.size;
  return saved >= 0 ? `, ${percent.format(saved)} fewer` : `, ${percent.format(-saved)} more`;
};

const image = ({ source, outputs }) =>
  element("li", {}, [
    figure("Source", source),
    ...outputs.map((output) => {
      const title = output.rendition === "default" ? "Output" : `Output ${output.rendition}`;
      return figure(title, output, saving(source, output));
    }),
  ]);

const rejection = ({ key, reason, detail }) =>
  element("li", { textContent: `${key}: ${reason} (${detail})` });

const deadLetter = ({ key, reason }) => element("li", { textContent: `${key}: ${reason}` });

const term = ([name, value]) =>
  element("div", {}, [element("dt", { textContent: name }), element("dd", { textContent: value })]);

let shown = "";

const draw = async () => {
  const state = await (await fetch("images.json")).text();
  if (state === shown) return;
  shown = state;
  const { status, images, rejected, deadLetters } = JSON.parse(state);
  const { pending, succeeded, failed, rejections } = status;
  const rejectedCount = Object.values(rejections).reduce((sum, count) => sum + count, 0);
  const counts = {
    Pending: pending,
    Succeeded: succeeded,
    Rejected: rejectedCount,
    "Failed attempts": failed,
    "Dead letters": status.deadLetters,
  };
  document.querySelector("#status").replaceChildren(...Object.entries(counts).map(term));
  document.querySelector("#images").replaceChildren(...images.map(image));
  document.querySelector("#rejected").replaceChildren(...rejected.map(rejection));
  document.querySelector("#dead-letters").replaceChildren(...deadLetters.map(deadLetter));
  document.querySelector("#empty").hidden = images.length + rejected.length + deadLetters.length > 0;
};

const keepDrawing = async () => {
  await draw().catch((error) => console.warn(error));
  setTimeout(keepDrawing, 1000);
};

await keepDrawing();
