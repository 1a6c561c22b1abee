import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { outcomeLines } from "../../handler/log.ts";
import type { Outcome } from "../../handler/outcome.ts";
import { createMetrics } from "../../local/metrics.ts";

const context = { pipeline: "f", requestId: "r", timestamp: 5, key: "a.png", milliseconds: 1 };
const corrupt: Outcome & { outcome: "rejected" } = {
  rendition: "default",
  outcome: "rejected",
  stale: [],
  deleted: [],
  reason: "corrupt",
  detail: "torn",
};

test("rejections are counted by reason from the function's own lines, and kept", (t) => {
  const database = new DatabaseSync(":memory:");
  const metrics = createMetrics(database);

  metrics.record(outcomeLines([corrupt], context).join());
  metrics.record(outcomeLines([{ ...corrupt, reason: "not-an-image" }], context).join());
  metrics.record(outcomeLines([corrupt], context).join());

  t.deepEqual(createMetrics(database).rejections(), { corrupt: 2, "not-an-image": 1 });
  t.is(metrics.lastRejected().length, 3);
  t.deepEqual(metrics.lastRejected()[0], { key: "a.png", reason: "corrupt", detail: "torn", timestamp: 5 });
});

const others = ["", "plain text", "{", "{}", '{"Rejected":1,"Reason":"corrupt"}'];

for (const line of others) {
  test(`a line that carries no metric changes nothing: ${JSON.stringify(line)}`, (t) => {
    const metrics = createMetrics(new DatabaseSync(":memory:"));

    metrics.record(line);

    t.deepEqual(metrics.rejections(), {});
  });
}

test("an image that was compressed is no rejection", (t) => {
  const metrics = createMetrics(new DatabaseSync(":memory:"));

  metrics.record(outcomeLines([{ rendition: "default", outcome: "unchanged" }], context).join());

  t.deepEqual(metrics.rejections(), {});
});
