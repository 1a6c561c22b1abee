import test from "ava";
import { csvOf } from "../../../cli/report/csv.ts";
import { pipeline, reportOf, week } from "../../helpers/command/reports.ts";

test("There is a row for each period below the names, and nothing for what is not known", (t) => {
  const report = reportOf(week);

  const rows = csvOf(report).split("\r\n");

  const names =
    "pipeline,start,compressed,unchanged,rejected,failed,stale,deleted,collisions,conflicts,unmarkable,bytesIn,bytesOut,bytesSaved,errors,deadLetters";
  t.deepEqual(rows.slice(0, 3), [
    names,
    `images,${report.since},90000,1000,500,2,,,,100,,270000000000,36000000000,234000000000,12,4`,
    `images,${report.periods[1]?.start},,,,,,,,,,,,,,`,
  ]);
  t.deepEqual([rows.length, rows.at(-1)], [report.periods.length + 2, ""]);
});

for (const [name, cell] of [
  ["=1+1", "'=1+1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["-images", "'-images"],
  ["+images", "'+images"],
  ['say "a, b"', '"say ""a, b"""'],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
] as const) {
  test(`${name} is no formula and no second cell`, (t) => {
    const [, row = ""] = csvOf(reportOf(week, { ...pipeline, name })).split("\r\n");

    t.true(row.startsWith(`${cell},2026-`), row);
  });
}

test("A negative figure stays a number", (t) => {
  t.regex(csvOf(reportOf({ bytesSaved: -5 })), /,-5,,\r\n/);
});
