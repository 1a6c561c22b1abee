import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import test from "ava";
import { report } from "../../helpers/command/report.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

test("--csv prints rows alone, of the periods that --since makes", async (t) => {
  const { code, stdout } = await report(t, ["--csv", "--since", "2h"]);

  const rows = stdout.trimEnd().split("\r\n");
  t.is(code, 0);
  t.is(rows.length, 1 + 121);
  t.deepEqual(
    rows.slice(1, 4).map((row) => row.split(",")[2]),
    ["2", "3", ""],
  );
});

test("--html writes a page and leaves nothing else, and the table is printed", async (t) => {
  const folder = temporaryFolder(t);

  const { code, stdout } = await report(t, ["--html", join(folder, "report.html")]);

  t.is(code, 0);
  t.regex(stdout, / compressed +5\n/);
  t.deepEqual(readdirSync(folder), ["report.html"]);
  t.regex(readFileSync(join(folder, "report.html"), "utf8"), /^<!doctype html>[\s\S]*<\/html>\n$/);
});

for (const [where, reason] of [
  ["absent/report.html", "there is no such folder"],
  ["folder", "it is a folder"],
] as const) {
  test(`--html that cannot be written, as ${reason}: it ends with 2, and the report is not lost`, async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, "folder"));

    const { code, stdout, stderr } = await report(t, ["--html", join(folder, where)]);

    t.is(code, 2);
    t.regex(stderr, new RegExp(`^error: .*${where} cannot be written: ${reason}\n`, "m"));
    t.regex(stdout, / compressed +5\n/);
    t.deepEqual(readdirSync(folder), ["folder"]);
  });
}

test("A terminal of 40 columns has bars, and colours where it takes them", async (t) => {
  const terminal = { isTTY: true, columns: 40, hasColors: () => false };

  const narrow = await report(t, [], {}, terminal);
  const coloured = await report(t, [], {}, { ...terminal, hasColors: () => true });

  t.regex(narrow.stdout, / compressed +5 +█/);
  t.false(narrow.stdout.includes("\u001b"));
  t.true(coloured.stdout.includes("\u001b[1mImages"));
  t.is(stripVTControlCharacters(coloured.stdout), narrow.stdout);
});
