import { existsSync, globSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import test from "ava";
import MarkdownIt, { type Token } from "markdown-it";
import { readProjectFile, root } from "../helpers/root.ts";

const folders = "{.github,bench,docs,examples,tests/fixtures}";
const pages = globSync(["*.md", `${folders}/**/*.md`], { cwd: root, exclude: ["**/node_modules/**"] }).sort();
const markdown = new MarkdownIt({ html: true });

function tokensOf(page: string): Token[] {
  const tokens = markdown.parse(readProjectFile(page), {});
  return tokens.flatMap((token) => [token, ...(token.children ?? [])]);
}

/** Lists the targets of links and images, including those in HTML tags. */
function linksOf(page: string): string[] {
  return tokensOf(page).flatMap((token) => {
    if (token.type === "html_inline" || token.type === "html_block")
      return [...token.content.matchAll(/\b(?:src|href)="([^"]+)"/g)].map(([, target = ""]) => target);
    const target = token.attrGet("href") ?? token.attrGet("src");
    return target === null ? [] : [decodeURI(String(target))];
  });
}

/** Lists the anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const tokens = markdown.parse(readProjectFile(page), {});
  const headings = tokens.filter((_, at) => tokens[at - 1]?.type === "heading_open");
  return new Set(headings.map(({ children }) => anchor(children ?? [])));
}

function anchor(heading: Token[]): string {
  const text = heading.map(({ content }) => content).join("");
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}

function problemsOf(page: string, link: string): string[] {
  const [file = "", fragment] = link.split("#");
  const path = file === "" ? page : relative(root, join(root, dirname(page), file));
  if (!existsSync(join(root, path))) return [`${page}: ${link} leads to no file`];
  if (fragment === undefined || statSync(join(root, path)).isDirectory()) return [];
  return anchorsOf(path).has(fragment) ? [] : [`${page}: ${link} leads to no heading`];
}

/** Lists paths in code spans: a folder with a file, or a folder alone. */
function namedPaths(page: string): string[] {
  const codes = tokensOf(page).filter(({ type }) => type === "code_inline");
  const rooms = "bench|cli|components|config|contract|docs|examples|handler|layer|local|scripts|tests";
  const path = new RegExp(`^(?:\\.\\./)*(?:${rooms})/[\\w./*-]*$`);
  return codes.map(({ content }) => content).filter((content) => path.test(content));
}

for (const page of pages) {
  test(`every link of ${page} leads to a file, and to a heading where it names one`, (t) => {
    const inside = linksOf(page).filter((link) => !/^\w+:/.test(link));

    t.deepEqual(
      inside.flatMap((link) => problemsOf(page, link)),
      [],
    );
  });

  test(`every path that ${page} names exists`, (t) => {
    t.deepEqual(
      namedPaths(page).filter((path) => globSync(path, { cwd: root }).length === 0),
      [],
    );
  });
}

test("the index names every page under docs/ exactly once, in four groups", (t) => {
  const own = pages.filter((page) => /^docs\/(?!README\.md)/.test(page));
  const linked = linksOf("docs/README.md").map((link) => relative(root, join(root, "docs", link)));

  t.deepEqual(linked.filter((page) => page.startsWith("docs/")).sort(), own);
  t.deepEqual(
    [...readProjectFile("docs/README.md").matchAll(/^## (.+)$/gm)].map(([, group]) => group),
    ["Use it", "Run it", "Understand it", "Change it"],
  );
});
