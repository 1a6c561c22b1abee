import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Rejection } from "../contract/rejection.ts";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

const reasons: Record<Rejection["reason"], true> = {
  "not-an-image": true,
  "unsupported-format": true,
  corrupt: true,
  "too-many-pixels": true,
  "too-many-bytes": true,
  "too-many-frames": true,
  "too-much-memory": true,
  "key-too-long": true,
  "output-key-taken": true,
};

const rejections = readFileSync(join(import.meta.dirname, "../docs/rejections.md"), "utf8");

test("the page on rejections explains each reason, and no other", (t) => {
  const explained = [...rejections.matchAll(/^\| `([\w-]+)` \| .+\. \|$/gm)].map(([, reason]) => reason);

  t.deepEqual(explained, Object.keys(reasons));
});

for (const reason of Object.keys(reasons)) {
  test(`the README names the rejection ${reason}`, (t) => {
    t.true(readme.includes(`\`${reason}\``));
  });
}

for (const subject of ["Replication", "access logs", "code signing", "a VPC"]) {
  test(`the README says that ${subject} is not there`, (t) => {
    t.true(readme.slice(readme.indexOf("## What it does not do")).includes(subject));
  });
}

const [, failures = ""] = /<!-- failures: .+ -->\n([\s\S]+)<!-- end of failures -->/.exec(readme) ?? [];
const lines = [...failures.matchAll(/^\| (?!what goes wrong)(.+) \| (.+) \|$/gm)];
const tests = globSync("**/*.test.ts", { cwd: import.meta.dirname })
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
  .join("\n")
  .replaceAll(/\(\s+/g, "(");

test("the README says of many things that can go wrong what happens then", (t) => {
  t.true(lines.length >= 17, `${lines.length} lines`);
});

for (const [, wrong, then] of lines) {
  test(`the README's line is the title of a test: ${wrong}`, (t) => {
    const title = `${wrong}: ${then}`;

    // What stands in brackets behind it tells several cases of one title apart.
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
