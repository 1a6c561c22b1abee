import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { rejectionReasons } from "../../contract/rejection.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/failures.md"), "utf8");
const rejections = readFileSync(join(root, "docs/rejections.md"), "utf8");

test("the page on rejections explains each reason, and no other", (t) => {
  const explained = [...rejections.matchAll(/^\| `([\w-]+)` \| .+\. \|$/gm)].map(([, reason]) => reason);

  t.deepEqual(explained, [...rejectionReasons]);
});

for (const reason of rejectionReasons) {
  test(`the page on failures names the rejection ${reason}`, (t) => {
    t.true(page.includes(`\`${reason}\``));
  });
}

const [, failures = ""] = /<!-- failures: .+ -->\n([\s\S]+)<!-- end of failures -->/.exec(page) ?? [];
const lines = [...failures.matchAll(/^\| (?!what goes wrong)(.+) \| (.+) \|$/gm)];
const tests = globSync("tests/**/*.test.ts", { cwd: root })
  .map((name) => readFileSync(join(root, name), "utf8"))
  .join("\n")
  .replaceAll(/\(\s+/g, "(");

test("the page says of many things that can go wrong what happens then", (t) => {
  t.true(lines.length >= 17, `${lines.length} lines`);
});

for (const [, wrong, then] of lines) {
  test(`the page's line is the title of a test: ${wrong}`, (t) => {
    const title = `${wrong}: ${then}`;

    // Brackets after the title tell its cases apart.
    t.true(
      ["test", "test.serial"].some((call) =>
        [`${call}("${title}"`, `${call}(\`${title} (`, `${call}(\`${title}\``].some((begin) =>
          tests.includes(begin),
        ),
      ),
      title,
    );
  });
}
