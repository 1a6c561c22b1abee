import test from "ava";
import { noise } from "../helpers/images/images.ts";
import { rendition } from "../helpers/images/renditions.ts";
import type { Observation } from "./function.ts";
import { allowedMiB, judge } from "./judge.ts";
import { settingsOf } from "./settings.ts";

const settings = settingsOf(rendition());
const compressed = { message: "compressed", rendition: "main", outputs: ["a.jpg"], width: 24, height: 24 };
const corrupt = { message: "rejected", rendition: "main", reason: "corrupt" };
const jpeg = await noise(24).jpeg().toBuffer();
const png = await noise(24).png().toBuffer();

/** Judges an invocation whose output is `output`. */
function verdictOf(changes: Partial<Observation>, output: Uint8Array = jpeg) {
  const quiet = { lines: [], milliseconds: 1, peakMiB: 1 };
  return judge({ result: { outcome: "succeeded" }, ...quiet, ...changes }, settings, async () => output);
}

test("an output that matches its log line is right", async (t) => {
  const { outcomes, violations } = await verdictOf({ lines: [compressed] });

  t.deepEqual([outcomes, violations], [["compressed"], []]);
});

test("a rejection with a reason is right, whichever renditions share it", async (t) => {
  const { outcomes, violations } = await verdictOf({ lines: [{ ...corrupt, rendition: "web, main" }] });

  t.deepEqual([outcomes, violations], [["corrupt"], []]);
});

for (const [title, changes, output, violation] of [
  ["a reason that nobody knows", { lines: [{ ...corrupt, reason: "odd" }] }, jpeg, /^main has no outcome/],
  ["no outcome of a rendition", { lines: [{ ...corrupt, rendition: "web" }] }, jpeg, /^main has no outcome/],
  ["an output that lacks rows", { lines: [compressed] }, jpeg.subarray(0, 500), /^main cannot be decoded/],
  ["an output of another format", { lines: [compressed] }, png, /is png 24/],
  ["an output of another size", { lines: [{ ...compressed, width: 25 }] }, jpeg, /not jpeg 25 × 24$/],
  ["much memory", { lines: [corrupt], peakMiB: allowedMiB + 1 }, jpeg, /MiB of memory/],
  [
    "a process that ended",
    {
      lines: [corrupt],
      result: { outcome: "failed", errorType: "Runtime.ExitError", errorMessage: "aborted" },
    },
    jpeg,
    /^Runtime.ExitError: aborted$/,
  ],
] satisfies [string, Partial<Observation>, Buffer, RegExp][]) {
  test(`${title} is a violation`, async (t) => {
    const { violations } = await verdictOf(changes, output);

    t.is(violations.length, 1);
    t.regex(violations[0] ?? "", violation);
  });
}
