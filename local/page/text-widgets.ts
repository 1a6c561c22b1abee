import MarkdownIt from "markdown-it";

interface Widget {
  kind: string;
  markdown?: string;
}

/** Escapes HTML in the Markdown. */
const markdown = new MarkdownIt({ html: false });
const plainLink = markdown.renderer.rules.link_open;

markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet("target", "_blank");
  return plainLink?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options);
};

/** Every heading becomes `h3`, below the page's own headings. */
markdown.renderer.rules.heading_open = () => "<h3>";
markdown.renderer.rules.heading_close = () => "</h3>\n";

/** Renders the text widgets' Markdown here, so the page needs no library for it. */
export function withHtml<View extends { widgets: Widget[] }>(view: View): object {
  const widgets = view.widgets.map(({ markdown: text, ...widget }) =>
    text === undefined ? widget : { ...widget, html: markdown.render(text) },
  );
  return { ...view, widgets };
}
