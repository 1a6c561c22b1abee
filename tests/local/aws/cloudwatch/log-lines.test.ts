import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { metricNamespace } from "../../../../contract/metrics.ts";
import { outcomeLines } from "../../../../handler/telemetry/log.ts";
import { openCloudWatch } from "../../../../local/aws/cloudwatch/cloudwatch.ts";
import { openMetricStore } from "../../../../local/aws/cloudwatch/metric-store.ts";
import { createRejections } from "../../../../local/page/rejections.ts";
import { openCloudWatchOf, stackOf } from "../../../helpers/aws/cloudwatch.ts";
import { compressed, rejected } from "../../../helpers/store/outcomes.ts";

const context = { pipeline: "f", requestId: "r", timestamp: 5, key: "a.png", milliseconds: 1 };
const corrupt = { ...rejected, stale: [], detail: "torn" };
const stack = await stackOf({});
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const minute = Math.floor(Date.now() / minuteMs) * minuteMs;

/** Names a metric of the pipeline `f`. */
const metricOf = (name: string) => ({ namespace: metricNamespace, name, dimensions: { Pipeline: "f" } });

test("every metric is summed under its name and for each minute, and kept", (t) => {
  const database = new DatabaseSync(":memory:");
  const outcome = { ...compressed, collision: false, bytesIn: 10, bytesOut: 4 };

  for (const timestamp of [-120_000, -60_001, -60_000].map((ago) => minute + ago)) {
    const cloudWatch = openCloudWatch(stack, database, Date.now);
    cloudWatch.record(outcomeLines({ outcomes: [outcome], measures: {} }, { ...context, timestamp }).join());
    cloudWatch.close();
  }

  const store = openMetricStore(database);
  const perMinute = ["BytesIn", "BytesSaved", "Compressed"].map((name) => [
    ...store.read(metricOf(name), "Sum", { start: minute - 120_000, end: minute, periodSeconds: 60 }),
  ]);
  t.deepEqual(
    perMinute,
    [20, 12, 2].map((sum) => [
      [minute - 120_000, sum],
      [minute - 60_000, sum / 2],
    ]),
  );
});

test("rejections are still counted when metrics have forgotten them", (t) => {
  const database = new DatabaseSync(":memory:");
  const cloudWatch = openCloudWatch(stack, database, Date.now);
  t.teardown(() => cloudWatch.close());
  const rejections = createRejections(database);
  const reject = (timestamp: number) => {
    const [line = ""] = outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, timestamp });
    for (const reader of [cloudWatch, rejections]) reader.record(line);
  };

  reject(minute - 16 * dayMs);
  reject(minute);

  t.deepEqual(rejections.counts(), { corrupt: 2 });
  const range = { start: minute - 20 * dayMs, end: minute + dayMs, periodSeconds: 60 };
  t.deepEqual([...openMetricStore(database).read(metricOf("Rejected"), "Sum", range)], [[minute, 1]]);
});

test("where the clock of metrics is ahead, a line counts by that clock", (t) => {
  const { cloudWatch, clock } = openCloudWatchOf(stack);
  const start = Math.floor(clock.now / minuteMs) * minuteMs;
  const line = outcomeLines({ outcomes: [corrupt], measures: {} }, { ...context, timestamp: Date.now() });

  cloudWatch.record(line.join());

  const range = { start: start - minuteMs, end: start + 2 * minuteMs, periodSeconds: 60 };
  t.deepEqual([...cloudWatch.store().read(metricOf("Rejected"), "Sum", range).values()], [1]);
});
