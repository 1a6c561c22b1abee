import { globSync } from "node:fs";
import test from "ava";
import { rejectionReasons } from "../../contract/rejection.ts";
import { readProjectFile, root } from "../helpers/root.ts";

const page = readProjectFile("docs/failures.md");
const rejections = readProjectFile("docs/rejections.md");

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
  .map(readProjectFile)
  .join("\n")
  .replaceAll(/\(\s+/g, "(");

test("the page lists at least 17 failures and their consequences", (t) => {
  t.true(lines.length >= 17, `${lines.length} lines`);
});

for (const [, wrong, then] of lines) {
  test(`the page's line is the title of a test: ${wrong}`, (t) => {
    const title = `${wrong}: ${then}`;

    // A suffix in brackets distinguishes the cases of one title.
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
