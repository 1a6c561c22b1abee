import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import test from "ava";
import { tableOf } from "../../../cli/report/table.ts";
import { appearanceOf } from "../../../cli/terminal/table.ts";
import { deployed, pipeline, reportOf, week } from "../../helpers/command/reports.ts";

const report = reportOf(week);
const pipe = { columns: 120, hasBars: false, hasColours: false };

function linesOf(text: string): string[] {
  return stripVTControlCharacters(text).trimEnd().split("\n");
}

for (const columns of [40, 60, 80, 200]) {
  test(`In a terminal of ${columns} columns no line is longer, and every figure is there`, (t) => {
    const long = reportOf(
      { ...week, "rendition a-name-that-is-long": 12e9 },
      { ...pipeline, name: "n".repeat(64) },
      [`CloudWatch did not give all of ${"x".repeat(70)}`],
    );

    const lines = linesOf(tableOf(long, { columns, hasBars: true, hasColours: true }));

    t.deepEqual(
      lines.filter((line) => line.length > columns),
      [],
    );
    for (const figure of ["2026-11-27 12:00 UTC", "90,000", "270 GB", "86.7 %", "1.5 min", "13.3 %"])
      t.true(
        lines.some((line) => line.includes(figure)),
        figure,
      );
  });
}

test("A terminal that does not know its width is taken to have 80 columns", (t) => {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 0 });

  const { columns } = appearanceOf({ stdout });

  t.is(columns, 80);
});

test("Bars are as long as their figures are large, and what is more than nothing has one", (t) => {
  const lines = linesOf(tableOf(report, { columns: 80, hasBars: true, hasColours: false }));

  const bar = (label: string) =>
    /[█▏▎▍▌▋▊▉]+$/.exec(lines.find((line) => line.includes(` ${label} `)) ?? "")?.[0];
  t.true((bar("compressed") ?? "").length > 30);
  t.is(bar("rejected"), "▎");
  t.is(bar("failed tries"), "▏");
  const [written = "", uploaded = ""] = [bar("written"), bar("uploaded")];
  t.true(Math.abs(written.length - (uploaded.length * 36) / 270) < 1);
});

for (const [what, own, rest] of [
  ["before there were several renditions", 20e9, "4 GB"],
  ["by the renditions that there are", 24e9, undefined],
] as const) {
  test(`What was written ${what}: its parts are all of it`, (t) => {
    const figures = { ...week, "rendition default": own, "rendition thumb": 12e9 };

    const text = tableOf(reportOf(figures), pipe);

    t.is(/^ +not told apart +(.*)$/m.exec(text)?.[1], rest);
  });
}

test("In a pipe there are neither bars nor colours", (t) => {
  const text = tableOf(report, pipe);

  t.regex(text, /^[\x20-\x7e\n]+$/);
});

test("What CloudWatch never saw is none", (t) => {
  const lines = linesOf(tableOf(reportOf({}), pipe));

  for (const label of ["compressed", "uploaded", "share saved", "dollars", "together", "writing"])
    t.regex(lines.find((line) => line.startsWith(` ${label}`)) ?? "", /( +none)+$/, label);
});

test("A time without a single image is told as that, and one with failures alone as that", (t) => {
  const wide = { ...pipe, columns: 400 };

  const [empty, failed] = [{}, { errors: 12, deadLetters: 4 }].map((each) => tableOf(reportOf(each), wide));

  const sentence = "No image was looked at in this time.";
  t.true(empty?.includes(`\n${sentence}\n`));
  t.false(failed?.includes(sentence));
  t.regex(failed ?? "", / looked at +12\n compressed +none\n.*\n.*\n failed tries +12\n dead letters +4\n/);
});

for (const [what, of, why] of [
  ["a function that is gone", undefined, "The function is gone, and what hangs on it is not known."],
  [
    "settings that may not be read",
    { ...deployed, settings: undefined },
    "The function's settings may not be read, and what hangs on them is not known: allow kms:Decrypt on their key.",
  ],
] as const) {
  test(`Why a cost is none is told, and only then: ${what}`, (t) => {
    const [text, whole] = [{ ...pipeline, function: of }, pipeline].map((each) =>
      tableOf(reportOf(week, each), { ...pipe, columns: 400 }),
    );

    t.regex(text ?? "", / together +none\n/);
    t.true(text?.includes(why));
    t.false(whole?.includes("not known"));
  });
}

test("What others chose cannot command the terminal", (t) => {
  const text = tableOf(reportOf({ "reason \u001b[2J": 1 }), pipe);

  t.false(text.includes("\u001b"));
  t.true(text.includes("\ufffd[2J"));
});
