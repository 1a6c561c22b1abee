import test from "ava";
import { evaluationRange, type Judging, judge } from "../../../../local/aws/cloudwatch/judgement.ts";
import type { AlarmState } from "../../../../local/aws/cloudwatch/view.ts";

type State = AlarmState | "retained";
type Row = [datapoints: string, missing: State, ignore: State, breaching: State, notBreaching: State];

const [ok, alarm, unknown, retained] = ["OK", "ALARM", "INSUFFICIENT_DATA", "retained"] as const;

/**
 * Holds two tables of "Configuring how CloudWatch alarms treat missing data": 0 is good, X breaches, - is
 * missing, the latest is the last.
 */
const tables: { title: string; datapointsToAlarm: number; rows: Row[] }[] = [
  {
    title: "first table, 3 of 3",
    datapointsToAlarm: 3,
    rows: [
      ["0 - X - X", ok, ok, ok, ok],
      ["0 - - - -", ok, ok, ok, ok],
      ["- - - - -", unknown, retained, alarm, ok],
      ["0 X X - X", alarm, alarm, alarm, alarm],
      ["- - X - -", alarm, retained, alarm, ok],
    ],
  },
  {
    title: "second table, 2 of 3",
    datapointsToAlarm: 2,
    rows: [
      ["0 - X - X", alarm, alarm, alarm, alarm],
      ["0 0 X 0 X", alarm, alarm, alarm, alarm],
      ["0 - X - -", ok, ok, alarm, ok],
      ["- - - - 0", ok, ok, alarm, ok],
      ["- - - X -", alarm, retained, alarm, ok],
    ],
  },
  {
    title: "the same tables in 2019, 3 of 3",
    datapointsToAlarm: 3,
    rows: [
      ["- - - - X", unknown, retained, alarm, ok],
      ["X - - - -", alarm, retained, alarm, ok],
    ],
  },
  {
    title: '"avoiding premature transitions", 3 of 3',
    datapointsToAlarm: 3,
    rows: [
      ["- - - X -", unknown, retained, alarm, ok],
      ["- - - X 0", ok, ok, ok, ok],
      ["- - X - 0", ok, ok, ok, ok],
    ],
  },
];

const treatments: Judging["missing"][] = ["missing", "ignore", "breaching", "notBreaching"];
const meanings: Partial<Record<string, boolean>> = { "0": false, X: true };

for (const { title, datapointsToAlarm, rows } of tables) {
  for (const [datapoints, ...states] of rows) {
    test(`CloudWatch's documentation, ${title}: ${datapoints}`, (t) => {
      const breaching = datapoints.split(" ").map((sign) => meanings[sign]);
      const judged = treatments.map(
        (missing) => judge(breaching, { evaluationPeriods: 3, datapointsToAlarm, missing }) ?? "retained",
      );

      t.deepEqual(judged, states);
    });
  }
}

test("CloudWatch's documentation, figure of an alarm: three of three values above the threshold, then one below", (t) => {
  const threshold = 3;
  const values = [1, 2, 4, 5, 6, 2, 1, 2, 5];
  const judging = { evaluationPeriods: 3, datapointsToAlarm: 3, missing: "missing" as const };

  const states = values.map((_, index) =>
    judge(
      values.slice(0, index + 1).map((value) => value > threshold),
      judging,
    ),
  );

  t.deepEqual(states.slice(3), [ok, alarm, ok, ok, ok, ok]);
});

test("for three periods five are looked at, as CloudWatch's documentation says", (t) => {
  t.is(evaluationRange({ evaluationPeriods: 3, datapointsToAlarm: 3, missing: "missing" }), 5);
});
