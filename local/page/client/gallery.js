// Shows one card per image: its source and outputs to compare, and their sizes.
import { createChoice } from "./choice.js";
import { createComparison } from "./comparison.js";
import { byId, createList, element, setText } from "./element.js";
import { bytes, milliseconds } from "./format.js";
import { leftOver, recipe, saving } from "./recipe.js";

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

/** Names an output that stays beside its newer one, since the pipeline deletes nothing that it did not replace. */
const createLeftOver = () => {
  const link = element("a", { target: "_blank" });
  const facts = element("span");
  return {
    node: element("li", {}, ["Left over: ", link, facts]),
    update: (output) => {
      link.href = output.url;
      setText(link, output.key);
      setText(facts, ` · ${leftOver(output)}`);
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
  const left = element("ul", { className: "soft left-over" });
  return {
    node: element("div", { className: "facts" }, [title, saved, how, pixels, choice, links, left]),
    showLeftOver: createList(left, ({ url }) => url, createLeftOver),
    showPixels: (text) => setText(pixels, text),
    update: (source, output) => {
      setText(title, source.key);
      setText(headline, saving(source, output));
      headline.classList.toggle("smaller", !output.isOfEarlierSource && output.size <= source.size);
      setText(sizes, `${bytes(source.size)} → ${bytes(output.size)}`);
      const { milliseconds: duration } = output;
      const by = recipe(output);
      setText(how, duration === undefined ? by : `${by} · in ${milliseconds(duration)}`);
      toSource.update(source);
      toOutput.update(output);
    },
  };
};

const createCard = () => {
  let image;
  const choice = createChoice(() => draw());
  const facts = createFacts(choice.node);
  const comparison = createComparison(facts.showPixels);

  const draw = () => {
    const { source, outputs } = image;
    const output = choice.chosen(outputs);
    comparison.update(source, output);
    facts.update(source, output);
  };
  return {
    node: element("li", { className: "card" }, [comparison.node, facts.node]),
    update: (next) => {
      image = next;
      choice.update(image.outputs, image.source);
      facts.showLeftOver(image.leftOver);
      draw();
    },
  };
};

const show = createList(byId("gallery"), ({ source }) => source.key, createCard);

export const showImages = ({ images }) => {
  byId("empty").hidden = images.length > 0;
  show(images);
};
