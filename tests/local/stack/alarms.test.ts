import test from "ava";
import { readAlarms } from "../../../local/stack/alarms.ts";

const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const compositeAlarm = "aws:cloudwatch/compositeAlarm:CompositeAlarm";
const metric = { namespace: "N", metricName: "M", dimensions: { A: "1" } };
const inputs = {
  ...{ ...metric, statistic: "Sum", period: 300, threshold: 5, evaluationPeriods: 3 },
  comparisonOperator: "LessThanThreshold",
};

function read(changes: Record<string, unknown> = {}, type = metricAlarm) {
  return readAlarms([{ type, name: "n", id: "alarm", arn: "", inputs: { ...inputs, ...changes } }])[0];
}

test("what an alarm does not say is as CloudWatch has it: all periods, and missing data is missing", (t) => {
  t.deepEqual(read(), {
    ...{ name: "alarm", description: "", watched: "watched", periodSeconds: 300 },
    queries: [
      {
        ...{ id: "watched", statistic: "Sum", periodSeconds: 300 },
        metric: { namespace: "N", name: "M", dimensions: { A: "1" } },
      },
    ],
    ...{ evaluationPeriods: 3, datapointsToAlarm: 3, threshold: 5, missing: "missing", fewestSamples: 0 },
    comparison: "LessThanThreshold",
  });
});

test("what an alarm says is taken", (t) => {
  const said = { datapointsToAlarm: 2, treatMissingData: "breaching", alarmDescription: "what to do" };

  t.like(read(said), { datapointsToAlarm: 2, missing: "breaching", description: "what to do" });
});

test("an alarm of an expression watches what returns data, in the period of its metrics", (t) => {
  const metricQueries = [
    { id: "a", metric: { ...metric, stat: "p90", period: 3600 } },
    { id: "twice", expression: "a * 2", returnData: true },
  ];

  const alarm = read({ metricQueries });

  t.like(alarm, { watched: "twice", periodSeconds: 3600 });
  t.like(alarm, { queries: [{ id: "a", statistic: "p90" }, { id: "twice" }] });
});

/** The fewest samples are 10 / (1 - p), or 10 / p for percentiles below the median. */
const samples: [percentile: string, fewest: number][] = [
  ["p99", 1000],
  ["p50", 20],
  ["p10", 100],
];

for (const [extendedStatistic, fewest] of samples) {
  test(`CloudWatch's documentation: ${extendedStatistic} of fewer than ${fewest} samples can be ignored`, (t) => {
    const percentile = { statistic: undefined, extendedStatistic };
    const alarm = read({ ...percentile, evaluateLowSampleCountPercentiles: "ignore" });
    const usual = read({ ...percentile, evaluateLowSampleCountPercentiles: "evaluate" });

    t.is(Math.round(alarm !== undefined && "fewestSamples" in alarm ? alarm.fewestSamples : 0), fewest);
    t.like(usual, { fewestSamples: 0 });
  });
}

const refused: [what: string, changes: object, message: RegExp, type?: string][] = [
  ["a band", { comparisonOperator: "LessThanLowerThreshold" }, /comparison LessThanLowerThreshold/],
  ["a trimmed mean", { statistic: undefined, extendedStatistic: "tm90" }, /statistic tm90/],
  ["an unknown function", { metricQueries: [{ id: "a", expression: "RATE(b)" }] }, /function RATE/],
  ["queries that return nothing", { metricQueries: [{ id: "a", expression: "1" }] }, /none .* returns data/],
  ["a rule of numbers", { alarmRule: "AT_LEAST(1, ALARM, (a))" }, /AT_LEAST/, compositeAlarm],
];

for (const [what, changes, message, type] of refused) {
  test(`${what} is refused, and the alarm named`, (t) => {
    const error = t.throws(() => read({ ...changes }, type), { message });

    t.regex(error?.message ?? "", /^The alarm alarm: /);
  });
}
