import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { metricNamespace } from "../../../contract/metrics.ts";
import { outcomeLines } from "../../../handler/telemetry/log.ts";
import { openMetricStore } from "../../../local/aws/cloudwatch/metric-store.ts";
import { createMetrics } from "../../../local/page/rejections.ts";
import { compressed, rejected } from "../../helpers/store/outcomes.ts";

const context = { pipeline: "f", requestId: "r", timestamp: 5, key: "a.png", milliseconds: 1 };
const corrupt = { ...rejected, stale: [], detail: "torn" };

test("rejections are counted by reason from the function's own lines, and kept", (t) => {
  const database = new DatabaseSync(":memory:");
  const metrics = createMetrics(database);

  metrics.record(outcomeLines({ outcomes: [corrupt], measures: {} }, context).join());
  metrics.record(
    outcomeLines({ outcomes: [{ ...corrupt, reason: "not-an-image" }], measures: {} }, context).join(),
  );
  metrics.record(outcomeLines({ outcomes: [corrupt], measures: {} }, context).join());

  const reopened = createMetrics(database);
  t.deepEqual(reopened.rejections(), { corrupt: 2, "not-an-image": 1 });
  t.is(reopened.lastRejected().length, 3);
  t.deepEqual(reopened.lastRejected()[0], { key: "a.png", reason: "corrupt", detail: "torn", timestamp: 5 });
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

  metrics.record(
    outcomeLines(
      { outcomes: [{ rendition: "default", outcome: "unchanged" }], measures: {} },
      context,
    ).join(),
  );

  t.deepEqual(metrics.rejections(), {});
});

test("every metric is summed under its name and for each minute, and kept", (t) => {
  const database = new DatabaseSync(":memory:");
  const outcome = { ...compressed, collision: false, bytesIn: 10, bytesOut: 4 };

  for (const timestamp of [0, 59_999, 60_000]) {
    createMetrics(database).record(
      outcomeLines({ outcomes: [outcome], measures: {} }, { ...context, timestamp }).join(),
    );
  }

  const store = openMetricStore(database);
  const perMinute = ["BytesIn", "BytesSaved", "Compressed"].map((name) => {
    const metric = { namespace: metricNamespace, name, dimensions: { Pipeline: "f" } };
    return [...store.read(metric, "Sum", { start: 0, end: 120_000, periodSeconds: 60 })];
  });
  t.deepEqual(
    perMinute,
    [20, 12, 2].map((sum) => [
      [0, sum],
      [60_000, sum / 2],
    ]),
  );
});

test("rejections are still counted when metrics have forgotten them", (t) => {
  const database = new DatabaseSync(":memory:");
  const metrics = createMetrics(database);
  const reject = (timestamp: number) =>
    metrics.record(outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, timestamp }).join());

  reject(0);
  reject(16 * 24 * 60 * 60_000);

  t.deepEqual(metrics.rejections(), { corrupt: 2 });
  t.is(database.prepare("SELECT count(DISTINCT minute) AS minutes FROM metric_minutes").get()?.minutes, 1);
});

test("outputs of one image that are rejected for one reason are told each", (t) => {
  const metrics = createMetrics(new DatabaseSync(":memory:"));
  const outcomes = ["a", "b"].map((detail) => ({ ...corrupt, rendition: detail, detail }));

  for (const line of outcomeLines({ outcomes, measures: {} }, context)) metrics.record(line);

  t.deepEqual(
    metrics.lastRejected().map(({ detail }) => detail),
    ["b", "a"],
  );
});

test("of rejected images the last 20 are kept", (t) => {
  const metrics = createMetrics(new DatabaseSync(":memory:"));

  for (let index = 0; index < 25; index += 1) {
    metrics.record(
      outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, key: String(index) }).join(),
    );
  }

  t.is(metrics.lastRejected().length, 20);
  t.like(metrics.lastRejected(), [{ key: "24" }, { key: "23" }]);
});

test("where the clock of metrics is ahead, a line counts and is told of by that clock", (t) => {
  const database = new DatabaseSync(":memory:");
  const store = openMetricStore(database);
  const metrics = createMetrics(database, store, () => 60_000);
  const line = outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, timestamp: 0 });

  metrics.record(line.join());

  t.like(metrics.lastRejected(), [{ timestamp: 60_000 }]);
  const metric = { namespace: metricNamespace, name: "Rejected", dimensions: { Pipeline: "f" } };
  const range = { start: 0, end: 120_000, periodSeconds: 60 };
  t.deepEqual([...store.read(metric, "Sum", range)], [[60_000, 1]]);
});
