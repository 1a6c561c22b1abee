import test from "ava";
import { withHtml } from "../../../local/page/text-widgets.ts";

const html = (markdown: string) => {
  const { widgets } = withHtml({ widgets: [{ kind: "text", markdown }] }) as { widgets: { html: string }[] };
  return widgets[0]?.html.trim();
};

test("markup in a text is shown as text", (t) => {
  t.is(html("<img src=x onerror=alert(1)>"), "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
});

test("a link that would run something is no link", (t) => {
  t.is(html("[a](javascript:alert(1))"), "<p>[a](javascript:alert(1))</p>");
});

test("links leave the page open, and headings stand below the page's own", (t) => {
  t.is(html("# a"), "<h3>a</h3>");
  t.is(html("[a](https://example.com)"), '<p><a href="https://example.com" target="_blank">a</a></p>');
});

test("other widgets are left as they are", (t) => {
  const view = { widgets: [{ kind: "query", query: "fields *" }] };

  t.deepEqual(withHtml(view), view);
});
