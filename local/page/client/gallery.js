// Shows one card per image: its source and outputs to compare, and their sizes.
import { createChoice } from "./choice.js";
import { createComparison } from "./comparison.js";
import { byId, createList, element, setText } from "./element.js";
import { bytes, milliseconds } from "./format.js";
import { recipe, saving } from "./recipe.js";

const createLink = (what) => {
  const node = element("a", { textContent: what, target: "_blank" });
  return {
    node,
    update: ({ url, key }) => {
      node.href = url;
      node.setAttribute("aria-label", `${what}: open ${key}`);
    },
  };
};

const createFacts = (choice) => {
  const title = element("h3");
  const headline = element("strong");
  const sizes = element("span");
  const how = element("p", { className: "soft" });
  const pixels = element("p", { className: "soft" });
  const [toSource, toOutput] = ["Source file", "Output file"].map(createLink);
  const saved = element("p", { className: "saving" }, [headline, sizes]);
  const links = element("p", { className: "links" }, [toSource.node, toOutput.node]);
  return {
    node: element("div", { className: "facts" }, [title, saved, how, pixels, choice, links]),
    showPixels: (text) => setText(pixels, text),
    update: (source, output, settings, duration) => {
      setText(title, source.key);
      setText(headline, saving(source, output));
      headline.classList.toggle("smaller", output.size <= source.size);
      setText(sizes, `${bytes(source.size)} → ${bytes(output.size)}`);
      const by = settings === undefined ? output.rendition : recipe(settings);
      setText(how, duration === undefined ? by : `${by} · in ${milliseconds(duration)}`);
      toSource.update(source);
      toOutput.update(output);
    },
  };
};

const createCard = () => {
  let image;
  let renditions = [];
  const choice = createChoice(() => draw());
  const facts = createFacts(choice.node);
  const comparison = createComparison(facts.showPixels);

  const draw = () => {
    const { source, outputs } = image;
    const output = choice.chosen(outputs);
    const settings = renditions.find(({ name }) => name === output.rendition);
    comparison.update(source, output);
    facts.update(source, output, settings, image.milliseconds);
  };
  return {
    node: element("li", { className: "card" }, [comparison.node, facts.node]),
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
