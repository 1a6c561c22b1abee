import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { outcomeLines } from "../../../handler/telemetry/log.ts";
import { createRejections } from "../../../local/page/rejections.ts";
import { rejected } from "../../helpers/store/outcomes.ts";

const context = { pipeline: "f", requestId: "r", timestamp: 5, key: "a.png", milliseconds: 1 };
const corrupt = { ...rejected, stale: [], detail: "torn" };

test("rejections are counted by reason from the function's own lines, and kept", (t) => {
  const database = new DatabaseSync(":memory:");
  const rejections = createRejections(database);

  rejections.record(outcomeLines({ outcomes: [corrupt], measures: {} }, context).join());
  rejections.record(
    outcomeLines({ outcomes: [{ ...corrupt, reason: "not-an-image" }], measures: {} }, context).join(),
  );
  rejections.record(outcomeLines({ outcomes: [corrupt], measures: {} }, context).join());

  const reopened = createRejections(database);
  t.deepEqual(reopened.counts(), { corrupt: 2, "not-an-image": 1 });
  t.is(reopened.last().length, 3);
  t.deepEqual(reopened.last()[0], { key: "a.png", reason: "corrupt", detail: "torn", timestamp: 5 });
});

const others = ["", "plain text", "{", "{}", '{"Rejected":1,"Reason":"corrupt"}'];

for (const line of others) {
  test(`a line that carries no metric changes nothing: ${JSON.stringify(line)}`, (t) => {
    const rejections = createRejections(new DatabaseSync(":memory:"));

    rejections.record(line);

    t.deepEqual(rejections.counts(), {});
  });
}

test("an image that was compressed is no rejection", (t) => {
  const rejections = createRejections(new DatabaseSync(":memory:"));

  rejections.record(
    outcomeLines(
      { outcomes: [{ rendition: "default", outcome: "unchanged" }], measures: {} },
      context,
    ).join(),
  );

  t.deepEqual(rejections.counts(), {});
});

test("outputs of one image that are rejected for one reason are told each", (t) => {
  const rejections = createRejections(new DatabaseSync(":memory:"));
  const outcomes = ["a", "b"].map((detail) => ({ ...corrupt, rendition: detail, detail }));

  for (const line of outcomeLines({ outcomes, measures: {} }, context)) rejections.record(line);

  t.deepEqual(
    rejections.last().map(({ detail }) => detail),
    ["b", "a"],
  );
});

test("of rejected images the last 20 are kept", (t) => {
  const rejections = createRejections(new DatabaseSync(":memory:"));

  for (let index = 0; index < 25; index += 1) {
    rejections.record(
      outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, key: String(index) }).join(),
    );
  }

  t.is(rejections.last().length, 20);
  t.like(rejections.last(), [{ key: "24" }, { key: "23" }]);
});

test("where the clock of metrics is ahead, a rejection is told of by that clock", (t) => {
  const rejections = createRejections(new DatabaseSync(":memory:"), () => 60_000);
  const line = outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, timestamp: 0 });

  rejections.record(line.join());

  t.like(rejections.last(), [{ timestamp: 60_000 }]);
});
