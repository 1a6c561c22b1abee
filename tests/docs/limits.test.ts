import test from "ava";
import { readProjectFile } from "../helpers/root.ts";

const page = readProjectFile("docs/limits.md");

for (const subject of ["Replication", "access logs", "code signing", "a VPC"]) {
  test(`the page says that ${subject} is out of scope`, (t) => {
    t.true(page.slice(page.indexOf("## Not part of it")).includes(subject));
  });
}
