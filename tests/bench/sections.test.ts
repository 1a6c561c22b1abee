import test from "ava";
import { findSection, withSection } from "../../bench/sections.ts";
import { readProjectFile } from "../helpers/root.ts";

const page = "# Page\n\nIntro.\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n";
const results = readProjectFile("bench/results.md");
const costs = readProjectFile("docs/costs.md");

test("a new section comes to a page's end, and again in its own place", (t) => {
  const added = withSection(page, "## Three\n\nThird.\n");

  t.is(added, `${page}\n## Three\n\nThird.\n`);
  t.is(withSection(added, "## Three\n\nOther.\n"), `${page}\n## Three\n\nOther.\n`);
});

test("a page that is written anew keeps the section that somebody else wrote", (t) => {
  const kept = findSection(withSection(page, "## Three\n\nThird.\n"), "Three");

  t.is(withSection("# Page\n\n## One\n\nNew.\n", kept), "# Page\n\n## One\n\nNew.\n\n## Three\n\nThird.\n");
});

test("a page without such a section stays as it is", (t) => {
  t.is(findSection(page, "Three"), "");
  t.is(withSection(page, ""), page);
});

test("what metrics and logs take is recorded, within what is allowed and within what docs/costs.md says", (t) => {
  const [, high = "", allowed = ""] =
    /\| -?[\d.]+ % \| -?[\d.]+ to ([\d.]+) % \| ([\d.]+) % \|/.exec(
      findSection(results, "Metrics and logs"),
    ) ?? [];
  const [, told = ""] = /under (\d+) % of a small image's processor time/.exec(costs) ?? [];

  t.true(Number(allowed) > 0);
  t.true(Number(high) <= Number(allowed), `${high} of ${allowed}`);
  t.true(Number(high) < Number(told), `${high}, told ${told}`);
});
