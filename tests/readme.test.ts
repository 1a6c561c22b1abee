import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { optionRules } from "../components/option-rules.ts";
import type { Rejection } from "../handler/rejection.ts";

const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const table = readme.slice(readme.indexOf("## Options"), readme.indexOf("## What becomes of an upload"));
const rows = table.split("\n").filter((row) => row.startsWith("| `"));

test("the option table names the options that exist, and no others", (t) => {
  const named = rows.flatMap((row) => row.split("|")[1]?.match(/\w+/g) ?? []);

  t.deepEqual(named.sort(), Object.keys(optionRules).sort());
});

for (const [option, { fallback }] of Object.entries(optionRules)) {
  if (typeof fallback === "number" || (typeof fallback === "string" && fallback !== "")) {
    test(`the option table gives the default of ${option}`, (t) => {
      const cell =
        rows
          .find((row) => row.startsWith(`| \`${option}\` `))
          ?.split("|")
          .at(-2) ?? "";

      t.is(cell.replaceAll(/[`, ]/g, ""), String(fallback));
    });
  }
}

const reasons: Record<Rejection["reason"], true> = {
  "not-an-image": true,
  "unsupported-format": true,
  corrupt: true,
  "too-many-pixels": true,
  "too-many-bytes": true,
  "too-many-frames": true,
  "key-too-long": true,
  "output-key-taken": true,
};

for (const reason of Object.keys(reasons)) {
  test(`the README names the rejection ${reason}`, (t) => {
    t.true(readme.includes(`\`${reason}\``));
  });
}

for (const subject of ["Replication", "access logs", "code signing", "a VPC", "customer-managed key"]) {
  test(`the README says that ${subject} is not there`, (t) => {
    t.true(readme.slice(readme.indexOf("## What it does not do")).includes(subject));
  });
}
