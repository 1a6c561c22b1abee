// One card for each image: its source and outputs to compare, and what they weigh.
import { createComparison } from "./comparison.js";
import { byId, createList, element, setText } from "./element.js";
import { bytes, milliseconds, percent } from "./format.js";

const formats = { jpeg: "JPEG", webp: "WebP", avif: "AVIF", png: "PNG" };

const recipe = ({ format, quality, scale, maxDimension }) =>
  [
    formats[format],
    format === "png" ? "lossless" : `quality ${quality}`,
    scale !== 1 && `${percent(scale)} of each side`,
    maxDimension !== undefined && `at most ${maxDimension} px`,
  ]
    .filter(Boolean)
    .join(" · ");

const saving = (source, output) => {
  const saved = 1 - output.size / source.size;
  return saved >= 0 ? `${percent(saved)} smaller` : `${percent(-saved)} larger`;
};

const nameOf = ({ rendition }) => (rendition === "default" ? "Output" : rendition);

let cards = 0;

/** What is chosen to be compared, out of several outputs. */
const createChoice = (onChange) => {
  cards += 1;
  const group = `output-${cards}`;
  const list = element("div");
  const node = element("fieldset", { className: "choice" }, [
    element("legend", { textContent: "Compare with" }),
    list,
  ]);
  const choose = createList(
    list,
    ({ rendition }) => rendition,
    ({ rendition }) => {
      const id = `${group}-${rendition}`;
      const input = element("input", {
        type: "radio",
        name: group,
        id,
        value: rendition,
        checked: rendition === "default",
      });
      const label = element("label", { htmlFor: id });
      input.addEventListener("change", onChange);
      return {
        node: element("div", {}, [input, label]),
        update: (output, source) =>
          setText(label, `${nameOf(output)} · ${bytes(output.size)} · ${saving(source, output)}`),
      };
    },
  );
  return {
    node,
    update: (outputs, source) => {
      node.hidden = outputs.length < 2;
      choose(outputs, source);
    },
    chosen: (outputs) => {
      const value = node.querySelector("input:checked")?.value;
      return outputs.find(({ rendition }) => rendition === value) ?? outputs[0];
    },
  };
};

const createCard = () => {
  let image;
  let renditions = [];
  const comparison = createComparison((sizes) => setText(pixels, sizes));
  const title = element("h3");
  const headline = element("strong");
  const sizes = element("span");
  const how = element("p", { className: "soft" });
  const pixels = element("p", { className: "soft" });
  const open = ["Source file", "Output file"].map((textContent) =>
    element("a", { textContent, target: "_blank" }),
  );
  const choice = createChoice(() => draw());

  const draw = () => {
    const { source, outputs } = image;
    const output = choice.chosen(outputs);
    comparison.update(source, output);
    setText(title, source.key);
    setText(headline, saving(source, output));
    setText(sizes, `${bytes(source.size)} → ${bytes(output.size)}`);
    const settings = renditions.find(({ name }) => name === output.rendition);
    const took = image.milliseconds === undefined ? "" : ` · in ${milliseconds(image.milliseconds)}`;
    setText(how, (settings === undefined ? output.rendition : recipe(settings)) + took);
    [source, output].forEach(({ url, key }, index) => {
      open[index].href = url;
      open[index].setAttribute("aria-label", `${open[index].textContent}: open ${key}`);
    });
  };

  return {
    node: element("li", { className: "card" }, [
      comparison.node,
      element("div", { className: "facts" }, [
        title,
        element("p", { className: "saving" }, [headline, sizes]),
        how,
        pixels,
        choice.node,
        element("p", { className: "links" }, open),
      ]),
    ]),
    update: (next, recipes) => {
      image = next;
      renditions = recipes;
      choice.update(image.outputs, image.source);
      draw();
    },
  };
};

const show = createList(byId("gallery"), ({ source }) => source.key, createCard);

export const showImages = ({ images, renditions }) => {
  byId("empty").hidden = images.length > 0;
  show(images, renditions);
};
