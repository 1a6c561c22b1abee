import test from "ava";
import type { Metric, Range, Series } from "../../../../local/aws/cloudwatch/metric-store.ts";
import { answerQueries, expressionQuery, metricQuery } from "../../../../local/aws/cloudwatch/queries.ts";

const minuteMs = 60_000;
const limits = { start: 0, end: 4 * minuteMs };

/** By minute; `undefined` where there is none. */
const metrics: Record<string, (number | undefined)[]> = {
  a: [10, 20, undefined, 40],
  b: [1, 0, 3, undefined],
  none: [],
};

const store = {
  read: ({ name }: Metric, _: string, { periodSeconds }: Range): Series => {
    const entries = (metrics[name] ?? []).map(
      (value, minute) => [minute * periodSeconds * 1000, value] as const,
    );
    return new Map(entries.filter((entry): entry is [number, number] => entry[1] !== undefined));
  },
};

function values(expression: string): (number | undefined)[] {
  const queries = Object.keys(metrics).map((name) =>
    metricQuery(name, { namespace: "", name, dimensions: {} }, "Sum", 60),
  );
  const answers = answerQueries(store, [...queries, expressionQuery("result", expression)], limits);
  const series = answers.get("result")?.series ?? new Map();
  return [0, 1, 2, 3].map((minute) => series.get(minute * minuteMs));
}

const _ = undefined;
const expressions: [expression: string, values: (number | undefined)[]][] = [
  ["a", [10, 20, _, 40]],
  ["a + b", [11, 20, _, _]],
  ["a - b * 2", [8, 20, _, _]],
  ["(a - b) * 2", [18, 40, _, _]],
  ["100 - a - 1", [89, 79, _, 59]],
  ["-a + 1", [-9, -19, _, -39]],
  ["2 * -a", [-20, -40, _, -80]],
  ["a / b", [10, _, _, _]],
  ["a / .5", [20, 40, _, 80]],
  ["FILL(a, 0)", [10, 20, 0, 40]],
  ["FILL(none, 7)", [7, 7, 7, 7]],
  ["FILL(a, 0) + FILL(b, 0)", [11, 20, 3, 40]],
  ["a / PERIOD(a)", [10 / 60, 20 / 60, _, 40 / 60]],
  ["SUM([a, b])", [11, 20, 3, 40]],
  ["MAX([a, b, none])", [10, 20, 3, 40]],
  ["MIN([a, b])", [1, 0, 3, 40]],
  ["SUM(METRICS())", [11, 20, 3, 40]],
  ["a / SUM(a)", [10 / 70, 20 / 70, _, 40 / 70]],
  ["a >= 20", [0, 1, _, 1]],
  ["a == 10", [1, 0, _, 0]],
  ["a != 10", [0, 1, _, 1]],
  ["b < 1", [0, 1, 0, _]],
  ["b > 1", [0, 0, 1, _]],
  ["b <= 0", [0, 1, 0, _]],
  ["IF(a >= 20, 100 * b / a, 5)", [5, 0, _, 0]],
  ["IF(a > 15, b, a)", [10, 0, _, 0]],
  ["IF(a < 15, none, b)", [0, 0, _, _]],
  ["IF(PERIOD(a) > 1, a, b)", [10, 20, _, 40]],
];

for (const [expression, expected] of expressions) {
  test(`${expression} is ${expected.map((value) => value ?? "-").join(" ")}`, (t) => {
    t.deepEqual(values(expression), expected);
  });
}

const refused: [expression: string, message: RegExp][] = [
  ["", /at its end$/],
  ["a +", /at its end$/],
  ["a b", /at "b"$/],
  ["(a, b)", /at ", b\)"$/],
  ["(a", /at its end$/],
  ["a / 1.6e1", /at "e1"$/],
  ["SUM([a b])", /at "b\]\)"$/],
  ["SUM(a, b)", /SUM of metric math takes 1 parameters here; received 2/],
  ["RATE(a)", /does not know the function RATE/],
  ["1 + ANOMALY_DETECTION_BAND(a, 2)", /does not know the function ANOMALY_DETECTION_BAND/],
  ["SEARCH('{AWS/S3}', 'Sum')", /at "'\{AWS/],
  ["FILL(a / b, 0)", /FILL of metric math only for an id/],
  ["FILL(a, REPEAT)", /names REPEAT where an id/],
  ["FILL(a, b)", /fills only with a number/],
  ["PERIOD(5)", /PERIOD of metric math only for an id/],
  ["missing + 1", /names missing where an id/],
  ["[a, b]", /one time series/],
  ["[a, b] * 2", /can only be summed up/],
  ["SUM(a)", /one time series/],
  ["result * 2", /result names itself/],
];

for (const [expression, message] of refused) {
  test(`${JSON.stringify(expression)} is refused: ${message.source}`, (t) => {
    t.throws(() => values(expression), { message });
  });
}
