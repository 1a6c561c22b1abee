import { DatabaseSync } from "node:sqlite";
import test from "ava";
import type { AlarmDefinition, MetricAlarm } from "../../../../local/aws/cloudwatch/alarm-definitions.ts";
import { createAlarms } from "../../../../local/aws/cloudwatch/alarms.ts";
import { parseRule } from "../../../../local/aws/cloudwatch/composite-rule.ts";
import { openMetricStore } from "../../../../local/aws/cloudwatch/metric-store.ts";
import { metricQuery } from "../../../../local/aws/cloudwatch/queries.ts";

const minuteMs = 60_000;
const metric = { namespace: "N", name: "M", dimensions: {} };

function alarm(changes: Partial<MetricAlarm> = {}, statistic = "Maximum"): MetricAlarm {
  const periodSeconds = changes.periodSeconds ?? 60;
  return {
    ...{ name: "alarm", description: "", watched: "q", periodSeconds },
    queries: [metricQuery("q", metric, statistic, periodSeconds)],
    ...{ evaluationPeriods: 1, datapointsToAlarm: 1, missing: "notBreaching", fewestSamples: 0 },
    ...{ threshold: 10, comparison: "GreaterThanOrEqualToThreshold" },
    ...changes,
  };
}

function open(...definitions: AlarmDefinition[]) {
  const database = new DatabaseSync(":memory:");
  const store = openMetricStore(database);
  const clock = { minute: 1000 };
  const create = () => createAlarms(definitions, store, database, () => clock.minute * minuteMs);
  const alarms = create();
  return {
    alarms,
    create,
    clock,
    put: (...values: number[]) =>
      store.add(values.map((value) => ({ metric, timestamp: clock.minute * minuteMs, value }))),
    state: () => alarms.read()[0]?.state,
  };
}

test("a value counts at the end of its minute, and for the minutes that CloudWatch looks back", (t) => {
  const { clock, put, state } = open(alarm());
  const states = [state()];

  put(10);
  for (let minutes = 0; minutes < 5; minutes += 1) {
    states.push(state());
    clock.minute += 1;
  }

  t.deepEqual(states, ["OK", "OK", "ALARM", "ALARM", "ALARM", "OK"]);
});

test("CloudWatch's documentation: at the end of minute 5 it is minutes 1 to 5, at the end of minute 6 minutes 2 to 6", (t) => {
  const { clock, put, state } = open(alarm({ periodSeconds: 300, threshold: 5 }, "Sum"));
  const states = [];

  for (const value of [1, 1, 1, 1, 1, 0, 1]) {
    put(value);
    clock.minute += 1;
    states.push(state());
  }

  t.deepEqual(states, ["OK", "OK", "OK", "OK", "ALARM", "OK", "OK"]);
});

test("CloudWatch's documentation, example of a multi-day alarm: it knows what was up to the hour", (t) => {
  const perDay = { periodSeconds: 24 * 3600, evaluationPeriods: 3, threshold: 1 };
  const { clock, put, state } = open(alarm(perDay, "Minimum"));
  const at = (hour: number, minute: number) => {
    clock.minute = 60 * (24 + hour) + minute;
  };
  const states = (times: [hour: number, minute: number][]) =>
    times.map((time) => {
      at(...time);
      return state();
    });

  at(10, 2);
  put(1);
  const failed = states([
    [10, 3],
    [11, 3],
  ]);
  at(11, 43);
  put(0);

  t.deepEqual(failed, ["OK", "ALARM"]);
  t.deepEqual(
    states([
      [11, 44],
      [12, 3],
    ]),
    ["ALARM", "OK"],
  );
});

const comparisons: [comparison: MetricAlarm["comparison"], breaching: number[]][] = [
  ["GreaterThanOrEqualToThreshold", [10, 11]],
  ["GreaterThanThreshold", [11]],
  ["LessThanThreshold", [9]],
  ["LessThanOrEqualToThreshold", [9, 10]],
];

for (const [comparison, breaching] of comparisons) {
  test(`${comparison} of 10 is breached by ${breaching.join(" and ")}`, (t) => {
    const found = [9, 10, 11].filter((value) => {
      const { clock, put, state } = open(alarm({ comparison }));
      put(value);
      clock.minute += 1;
      return state() === "ALARM";
    });

    t.deepEqual(found, breaching);
  });
}

test("a state, why it is and since when survive the run, and minutes without one are evaluated later", (t) => {
  const { alarms, create, clock, put } = open(alarm());
  alarms.read();
  put(12.345);
  clock.minute += 30;

  const [read] = create().read();

  t.like(read, { state: "OK", since: 1004 * minuteMs, isComposite: false });
  clock.minute += 1;
  t.deepEqual(create().read(), [read]);
});

for (const [evaluationPeriods, missing] of [
  [1, "in the last period 1 value is missing"],
  [2, "in the last 2 periods 2 values are missing"],
] as const) {
  test(`a reason without data says that ${missing}`, (t) => {
    const { alarms } = open(alarm({ evaluationPeriods, missing: "missing" }));

    t.is(alarms.read()[0]?.reason, `Insufficient data: ${missing}.`);
  });
}

test("a reason says what was seen, and what is needed", (t) => {
  const { alarms, clock, put } = open(alarm({ evaluationPeriods: 2 }));
  put(12.345);
  clock.minute += 1;

  t.is(
    alarms.read()[0]?.reason,
    "In the last 2 periods 1 value is greater than or equal to the threshold of 10; 1 is needed for ALARM: 12.35 at 1970-01-01T16:40:00.000Z. Missing: 1, taken as notBreaching.",
  );
});

test("missing data that is ignored keeps an alarm as it is, and one that never was evaluated without data", (t) => {
  const { clock, put, state } = open(alarm({ missing: "ignore" }));
  const fresh = state();

  put(10);
  clock.minute += 1;
  const alarmed = state();
  clock.minute += 100;

  t.deepEqual([fresh, alarmed, state()], ["INSUFFICIENT_DATA", "ALARM", "ALARM"]);
});

test("a percentile of too few values changes nothing when that is to be ignored", (t) => {
  const { clock, put, state } = open(alarm({ fewestSamples: 20, missing: "missing" }, "p50"));

  put(...Array<number>(19).fill(10));
  clock.minute += 1;
  const few = state();
  put(...Array<number>(20).fill(10));
  clock.minute += 1;

  t.deepEqual([few, state()], ["INSUFFICIENT_DATA", "ALARM"]);
});

test("a composite alarm follows its alarms within the same minute, whatever the order, through another one too", (t) => {
  const composite = (name: string, rule: string) => ({ name, description: "", rule: parseRule(rule) });
  const { alarms, clock, put } = open(
    composite("top", "ALARM(middle)"),
    composite("middle", "ALARM(alarm)"),
    alarm(),
  );
  const states = () => alarms.read().map(({ state }) => state);
  const before = states();

  put(10);
  clock.minute += 1;

  t.deepEqual(before, ["OK", "OK", "OK"]);
  t.deepEqual(states(), ["ALARM", "ALARM", "ALARM"]);
  t.is(alarms.read()[1]?.reason, "In ALARM is alarm of its alarms.");
});

test("a composite alarm of an alarm that there is not is refused, and one of itself", (t) => {
  const composite = (name: string, rule: string) => ({ name, description: "", rule: parseRule(rule) });

  t.throws(() => open(composite("top", "ALARM(nope)")), { message: /top names nope/ });
  t.throws(() => open(composite("a", "OK(b)"), composite("b", "OK(a)")), {
    message: /a leads back to itself/,
  });
});
