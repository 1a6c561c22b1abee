import { globSync } from "node:fs";
import test from "ava";
import packageJson from "../../package.json" with { type: "json" };
import { exampleLanguages } from "../helpers/engine/examples.ts";
import { readProjectFile, root } from "../helpers/root.ts";

const readme = readProjectFile("README.md");

test("the README has at most 150 lines and 1,300 words", (t) => {
  const { length: lines } = readme.trimEnd().split("\n");
  const { length: words } = readme.trim().split(/\s+/);

  t.true(lines <= 150, `${lines} lines`);
  t.true(words <= 1300, `${words} words`);
});

test("every npm script in the README exists", (t) => {
  const named = [...readme.matchAll(/npm (?:run (?:--silent )?([\w:]+)|(start|test))/g)].map(
    ([, run, own]) => run ?? own,
  );

  t.true(named.length > 3);
  t.deepEqual(
    named.filter((name) => !(String(name) in packageJson.scripts)),
    [],
  );
});

test("the README's cost of a million images is that of docs/costs.md", (t) => {
  const [, told] = /about \$(\d+) per million images/.exec(readme) ?? [];
  const [, together] = /\| together \| ([\d.]+) \|/.exec(readProjectFile("docs/costs.md")) ?? [];

  t.is(Number(told), Math.round(Number(together)));
});

const otherLanguages = /C#|F#|\.NET\b|\bJava\b|Visual Basic/;

test("the pages name the languages that have an example, and no other", (t) => {
  const languages = new Set(exampleLanguages().map(({ language }) => language));
  const list = new Intl.ListFormat("en-GB").format(languages);
  const pages = globSync(["*.md", "{docs,examples}/**/*.md"], { cwd: root, exclude: ["**/node_modules/**"] });

  const without = ["README.md", "docs/README.md", "examples/README.md"].filter(
    (page) => !readProjectFile(page).includes(list),
  );

  t.deepEqual(without, [], `they lack "${list}"`);
  t.deepEqual(
    pages.filter((page) => otherLanguages.test(readProjectFile(page))),
    [],
  );
});
