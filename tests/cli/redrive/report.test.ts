import test from "ava";
import { closingLines, exitCodeOf, type Report, reasonLines } from "../../../cli/redrive/report.ts";

const report: Report = {
  pipeline: "compressor",
  queue: "dead-letters",
  to: "the function compressor",
  found: 3,
  looked: 3,
  sent: 3,
  poison: [],
  failed: [],
  reasons: {},
};
const failed = [{ messageId: "id", reason: "too large" }];

for (const [what, changes, lines] of [
  ["all was sent", {}, ["Sent 3 of 3 dead letters to the function compressor."]],
  ["there was nothing", { found: 0, looked: 0, sent: 0 }, ["There are no dead letters in dead-letters."]],
  [
    "a message is poison",
    { sent: 2, poison: [{ messageId: "id", reason: "no JSON" }] },
    [
      "No event of this pipeline, never sent:",
      "  id: no JSON",
      "Sent 2 of 3 dead letters to the function compressor.",
    ],
  ],
  [
    "a message was refused",
    { sent: 2, failed },
    ["Failed:", "  id: too large", "Sent 2 of 3 dead letters to the function compressor."],
  ],
  [
    "some were not looked at",
    { looked: 1, sent: 1 },
    [
      "2 of 3 dead letters not looked at: over the limit, or held by somebody else.",
      "Sent 1 of 3 dead letters to the function compressor.",
    ],
  ],
  [
    "it was interrupted",
    { interrupted: true, sent: 1 },
    ["Interrupted. Sent 1 of 3 dead letters to the function compressor."],
  ],
  [
    "it was a dry run",
    {
      sent: 0,
      messages: [{ messageId: "id", keys: ["a.png"], reason: "S3 is down", sentAt: "2026-11-24" }],
    },
    [
      "a.png, of 2026-11-24: S3 is down",
      "A dry run: it would send 1 of 3 dead letters to the function compressor.",
    ],
  ],
] as [string, Partial<Report>, string[]][]) {
  test(`The closing lines say when ${what}`, (t) => {
    t.deepEqual(closingLines({ ...report, ...changes }), lines);
  });
}

test("Reasons are counted, the most frequent first, and the rare ones only counted", (t) => {
  const rare = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`rare ${index}`, 1]));

  const lines = reasonLines({ ...rare, frequent: 12 });

  t.deepEqual(lines.slice(0, 2), ["  12  frequent", "   1  rare 0"]);
  t.deepEqual(lines.slice(10), ["  and 2 other reasons"]);
});

test("Keys and reasons cannot command the terminal", (t) => {
  const messages = [{ messageId: "id", keys: ["a\u001b[2J"], reason: "\u009b31m\nb", sentAt: "now" }];

  const [line] = closingLines({ ...report, messages });

  t.is(line, "a\ufffd[2J, of now: \ufffd31m\ufffdb");
});

test("Dead letters that stay over the limit are told by the exit code", (t) => {
  t.deepEqual([exitCodeOf({ ...report, sent: 2 }), exitCodeOf({ ...report, sent: 3 })], [1, 0]);
});
