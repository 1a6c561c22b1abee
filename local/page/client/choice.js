// Lets the user choose the output to compare with the source.
import { createList, element, setText } from "./element.js";
import { bytes } from "./format.js";
import { nameOf, saving } from "./recipe.js";

let choices = 0;

const createOption = (group, onChange) => (output) => {
  const value = output.rendition;
  const id = `${group}-${value}`;
  const input = element("input", { type: "radio", name: group, id, value, checked: value === "default" });
  const label = element("label", { htmlFor: id });
  input.addEventListener("change", onChange);
  return {
    node: element("div", {}, [input, label]),
    update: (next, source) =>
      setText(label, [nameOf(next), bytes(next.size), saving(source, next)].join(" · ")),
  };
};

export const createChoice = (onChange) => {
  choices += 1;
  const list = element("div");
  const legend = element("legend", { textContent: "Compare with" });
  const node = element("fieldset", { className: "choice" }, [legend, list]);
  const show = createList(list, ({ rendition }) => rendition, createOption(`output-${choices}`, onChange));
  return {
    node,
    update: (outputs, source) => {
      node.hidden = outputs.length < 2;
      show(outputs, source);
    },
    chosen: (outputs) => {
      const value = node.querySelector("input:checked")?.value;
      return outputs.find(({ rendition }) => rendition === value) ?? outputs[0];
    },
  };
};
