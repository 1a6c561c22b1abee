import { DatabaseSync } from "node:sqlite";
import test from "ava";
import type { Outcome } from "../../../contract/outcome.ts";
import { failedLine, outcomeLines } from "../../../handler/telemetry/log.ts";
import { describeTimeout } from "../../../local/aws/lambda/runtime/failure.ts";
import { createLooks } from "../../../local/page/looks.ts";
import { compressed, rejected } from "../../helpers/store/outcomes.ts";

const context = { pipeline: "f", requestId: "r", timestamp: 5, key: "a.png", milliseconds: 1 };
const none = { compressed: 0, unchanged: 0, rejected: 0, failed: 0, gone: 0 };
const unchanged = { rendition: "default", outcome: "unchanged" } as const;

function linesOf(outcomes: Outcome[], timestamp = 5): string[] {
  return outcomeLines({ outcomes, measures: {} }, { ...context, timestamp });
}

/** Returns the line that Lambda writes about a failed try. */
function triedLine(failure: object): string {
  return JSON.stringify({ timestamp: "now", level: "ERROR", requestId: "r", ...failure });
}

function countsAfter(lines: string[]) {
  const database = new DatabaseSync(":memory:");
  const looks = createLooks(database);
  for (const line of lines) looks.record(line);
  return createLooks(database).counts();
}

for (const [what, outcomes, counted] of [
  ["one compressed", [compressed], { compressed: 1 }],
  [
    "one compressed and one right already",
    [unchanged, { ...compressed, rendition: "web" }],
    { compressed: 1 },
  ],
  ["one compressed and one rejected", [compressed, { ...rejected, rendition: "web" }], { rejected: 1 }],
  ["a source that is gone", [{ rendition: "default", outcome: "absent" }], { gone: 1 }],
  ["outputs that are stale", [{ rendition: "default", outcome: "stale", stale: ["a.jpg"] }], { gone: 1 }],
] as const) {
  test(`a look counts once: ${what}`, (t) => {
    t.deepEqual(countsAfter(linesOf([...outcomes] as Outcome[])), { ...none, ...counted });
  });
}

test("the next look at the same source counts again", (t) => {
  t.deepEqual(countsAfter([...linesOf([compressed]), ...linesOf([unchanged], 6)]), {
    ...none,
    compressed: 1,
    unchanged: 1,
  });
});

test("a failed try counts once, whether the function tells of it or Lambda ended it", (t) => {
  const told = [failedLine(new Error("no"), context), triedLine({ errorType: "Error", errorMessage: "no" })];
  const ended = triedLine(describeTimeout("r", 60));

  t.is(countsAfter(told).failed, 1);
  t.is(countsAfter([ended, ended]).failed, 2);
  t.is(countsAfter([...told, ended, ...told]).failed, 3);
});

test("a dead letter that cannot be written is no second failure", (t) => {
  const [line, again] = [failedLine(new Error("no"), context), failedLine(new Error("no"), context, {})];

  t.is(countsAfter([line, again, again]).failed, 1);
});

for (const line of ["", "plain text", "{", "{}", '{"message":"ignored"}', '{"message":"toString"}']) {
  test(`a line of no look counts nothing: ${JSON.stringify(line)}`, (t) => {
    t.deepEqual(countsAfter([line]), none);
  });
}
