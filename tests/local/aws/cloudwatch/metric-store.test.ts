import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { openMetricStore } from "../../../../local/aws/cloudwatch/metric-store.ts";

const minuteMs = 60_000;
const metric = { namespace: "N", name: "M", dimensions: { A: "1", B: "2" } };
const hour = { start: 0, end: 60 * minuteMs, periodSeconds: 3600 };

function open(database = new DatabaseSync(":memory:")) {
  const store = openMetricStore(database);
  const add = (timestamp: number, ...values: number[]) =>
    store.add(values.map((value) => ({ metric, timestamp, value })));
  const value = (statistic: string) => store.read(metric, statistic, hour).get(0);
  return { database, store, add, value };
}

test("values of a minute are kept one by one, so that percentiles are exact", (t) => {
  const { add, value } = open();

  add(0, ...Array.from({ length: 500 }, (_, index) => index + 1));
  add(minuteMs, ...Array.from({ length: 500 }, (_, index) => index + 501));

  const statistics = ["p0", "p50", "p90", "p95", "p99", "p99.9", "p100"];
  t.deepEqual(statistics.map(value), [1, 500, 900, 950, 990, 999, 1000]);
});

test("a value that comes often weighs as often", (t) => {
  const { add, value } = open();

  add(0, 1, 1, 1, 100);

  t.deepEqual(["p75", "p76", "Average", "SampleCount"].map(value), [1, 100, 25.75, 4]);
});

test("what is measured anew takes the place of what was measured in the same minute", (t) => {
  const { store, value } = open();
  const set = (timestamp: number, number: number) => store.set([{ metric, timestamp, value: number }]);

  set(0, 5);
  set(minuteMs - 1, 3);
  set(minuteMs, 4);

  t.deepEqual(["SampleCount", "Maximum", "p100"].map(value), [2, 4, 4]);
});

test("periods begin with the range, not with the hour", (t) => {
  const { store, add } = open();

  for (const minute of [1, 2, 3, 4, 5]) add(minute * minuteMs, minute);

  const range = { start: 2 * minuteMs, end: 5 * minuteMs, periodSeconds: 120 };
  t.deepEqual(
    [...store.read(metric, "Sum", range)],
    [
      [2 * minuteMs, 5],
      [4 * minuteMs, 4],
    ],
  );
});

test("dimensions are a set, and all of them name the metric", (t) => {
  const { store, add } = open();

  add(0, 1);

  const read = (dimensions: Record<string, string>) =>
    store.read({ ...metric, dimensions }, "Sum", hour).size;
  t.deepEqual([{ B: "2", A: "1" }, { A: "1" }, { A: "1", B: "3" }].map(read), [1, 0, 0]);
});

test("what is older than 15 days goes, and a metric with it that has nothing newer", (t) => {
  const { database, store, add } = open();
  const count = (table: string) => database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count;
  const other = { ...metric, name: "Other" };

  add(0, 1);
  store.add([{ metric: other, timestamp: 15 * 24 * 60 * minuteMs, value: 1 }]);
  const atFifteenDays = [count("metric_minutes"), count("metric_values"), count("metric_names")];
  store.add([{ metric: other, timestamp: (15 * 24 * 60 + 1) * minuteMs, value: 1 }]);

  t.deepEqual(atFifteenDays, [2, 2, 2]);
  t.deepEqual([count("metric_minutes"), count("metric_values"), count("metric_names")], [2, 2, 1]);
});

test("values that are part of a transaction go with it", (t) => {
  const { database, add, value } = open();

  database.exec("BEGIN");
  add(0, 1);
  database.exec("ROLLBACK");

  t.is(value("Sum"), undefined);
});
