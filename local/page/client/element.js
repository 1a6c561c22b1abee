// Creates and updates elements. Keys and names become text, never markup.

export const element = (name, properties = {}, children = []) => {
  const { attributes = {}, ...own } = properties;
  const node = Object.assign(document.createElement(name), own);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
};

export const byId = (id) => document.getElementById(id);

export const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = text;
};

/**
 * Keeps the children of `parent` in step with items. `create` makes a `{ node, update }` for a new item; an existing one is
 * only updated, so a slider keeps its place and its focus.
 */
export const createList = (parent, keyOf, create) => {
  let kept = new Map();
  return (items, ...context) => {
    const next = new Map(items.map((item) => [keyOf(item), kept.get(keyOf(item)) ?? create(item)]));
    for (const [key, { node }] of kept) if (!next.has(key)) node.remove();
    let place = parent.firstChild;
    for (const item of items) {
      const { node, update } = next.get(keyOf(item));
      update?.(item, ...context);
      if (node === place) place = place.nextSibling;
      else parent.insertBefore(node, place);
    }
    kept = next;
  };
};
