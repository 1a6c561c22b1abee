// Shows source and output in one frame, divided by a line on a slider.
import { element } from "./element.js";

const createPicture = (className, onSize) => {
  const image = element("img", { className, loading: "lazy", decoding: "async", draggable: false });
  image.addEventListener("load", () => onSize(`${image.naturalWidth} × ${image.naturalHeight}`));
  image.addEventListener("error", () => {
    image.classList.add("unseen");
    onSize("not shown by this browser");
  });
  return image;
};

const createPictures = (onSizes) => {
  const known = {};
  const learn = (name) => (size) => {
    known[name] = size;
    if (known.source && known.output) onSizes(`${known.source} → ${known.output} pixels`);
  };
  const pictures = {
    source: createPicture("source", learn("source")),
    output: createPicture("output", learn("output")),
  };
  const show = (name, { url, key }) => {
    const picture = pictures[name];
    if (picture.getAttribute("src") === url) return;
    known[name] = undefined;
    picture.classList.remove("unseen");
    picture.alt = `${name === "source" ? "Source" : "Output"} ${key}`;
    picture.src = url;
  };
  return { nodes: Object.values(pictures), show };
};

/** @param onSizes - Called with the pixels of both pictures, once both are known. */
export const createComparison = (onSizes) => {
  const { nodes, show } = createPictures(onSizes);
  const slider = element("input", { type: "range", min: 0, max: 100, value: 50 });
  const node = element("div", { className: "comparison" }, [
    ...nodes,
    element("span", { className: "tag left", textContent: "Source" }),
    element("span", { className: "tag right", textContent: "Output" }),
    element("span", { className: "divider" }),
    slider,
  ]);
  const divide = () => {
    node.style.setProperty("--at", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", `${slider.value} % source, ${100 - slider.value} % output`);
  };
  slider.addEventListener("input", divide);
  divide();

  return {
    node,
    update: (source, output) => {
      show("source", source);
      show("output", output);
      slider.setAttribute("aria-label", `Compare ${source.key} with its output`);
    },
  };
};
