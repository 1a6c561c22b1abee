import test from "ava";
import { closingLine, type FileReport } from "../../../cli/compress/report.ts";

function file(sizes: Record<string, number>): FileReport {
  const outputs = Object.entries(sizes).map(([rendition, bytes]) => {
    return { rendition, file: `out/${rendition}.jpg`, bytes, width: 1, height: 1 };
  });
  return { source: "a.png", milliseconds: 500, bytesIn: 1_000_000, outputs };
}

test("A source is compared with the pipeline's own output, and further renditions are told apart", (t) => {
  const reports = [file({ default: 300_000, small: 20_000, web: 80_000 }), file({ default: 100_000 })];

  const line = closingLine(reports, 2);

  t.is(
    line,
    "2 of 2 files compressed: 2 MB → 400 kB, 80 % less, and 100 kB of further renditions, in 1.0 s.",
  );
});

test("A source without an output of its own is not compared", (t) => {
  t.is(
    closingLine([file({ small: 20_000 }), file({ default: 100_000 })], 2),
    "2 of 2 files compressed: 1 MB → 100 kB, 90 % less, and 20 kB of further renditions, in 1.0 s.",
  );
  t.is(
    closingLine([file({ small: 20_000 })], 1),
    "1 of 1 file compressed: 20 kB of further renditions, in 0.5 s.",
  );
});
