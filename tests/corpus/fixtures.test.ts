import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { bytesOf, rows } from "../helpers/images/corpus.ts";
import { root } from "../helpers/root.ts";

const fixtures = join(root, "tests/fixtures");
const described = ["expected.jsonl", "README.md", "make"];

test("Every file of the corpus has one row, and every row a file", (t) => {
  const files = readdirSync(join(fixtures, "corpus"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(fixtures.length + 1))
    .filter((file) => !described.includes(file.split("/")[1] ?? ""));

  const named = rows.map(({ file }) => file);

  t.deepEqual(files.sort(), named.filter((file) => !file.startsWith("heic/")).sort());
  t.true(rows.length >= 120);
});

test("The corpus is small", (t) => {
  const bytes = rows.reduce((sum, row) => sum + bytesOf(row).length, 0);

  t.true(bytes < 300_000, `${bytes} bytes`);
});
