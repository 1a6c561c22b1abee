import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";

const page = readFileSync(join(import.meta.dirname, "../../docs/limits.md"), "utf8");

for (const subject of ["Replication", "access logs", "code signing", "a VPC"]) {
  test(`the page says that ${subject} is not there`, (t) => {
    t.true(page.slice(page.indexOf("## Not part of it")).includes(subject));
  });
}
