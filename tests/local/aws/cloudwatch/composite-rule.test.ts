import test from "ava";
import { parseRule } from "../../../../local/aws/cloudwatch/composite-rule.ts";
import type { AlarmState } from "../../../../local/aws/cloudwatch/view.ts";

const states: Record<string, AlarmState> = {
  "in alarm": "ALARM",
  bad: "ALARM",
  good: "OK",
  new: "INSUFFICIENT_DATA",
};
const stateOf = (name: string) => states[name] ?? "OK";

const rules: [rule: string, holds: boolean][] = [
  ["ALARM(bad)", true],
  ['ALARM("in alarm")', true],
  ["ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:bad)", true],
  ["ALARM(good)", false],
  ["OK(good)", true],
  ["INSUFFICIENT_DATA(new)", true],
  ["NOT ALARM(bad)", false],
  ["ALARM(good) OR ALARM(bad)", true],
  ["ALARM(bad) AND OK(good)", true],
  ["ALARM(bad) OR OK(good) AND ALARM(new)", true],
  ["(ALARM(bad) OR OK(good)) AND ALARM(new)", false],
  ["NOT (ALARM(bad) AND FALSE)", true],
  ["TRUE", true],
  ["FALSE OR FALSE", false],
];

for (const [rule, expected] of rules) {
  test(`the rule ${rule} ${expected ? "holds" : "does not hold"}`, (t) => {
    t.is(parseRule(rule).holds(stateOf), expected);
  });
}

test("a rule says which alarms it names", (t) => {
  t.deepEqual(parseRule('ALARM("a") OR NOT (OK(b))').alarms, ["a", "b"]);
});

const unknown: [rule: string, at: string][] = [
  ["", "its end"],
  ["ALARM(bad", "its end"],
  ["ALARM()", "\\)"],
  ["AT_LEAST(1, ALARM, (bad))", "AT_LEAST"],
  ["ALARM(bad) ALARM(good)", "ALARM"],
  ["ALARM(bad) XOR ALARM(good)", "XOR"],
  ["(ALARM(bad)", "its end"],
];

for (const [rule, at] of unknown) {
  test(`the rule ${JSON.stringify(rule)} is refused, and where`, (t) => {
    t.throws(() => parseRule(rule), {
      message: new RegExp(`^The local run cannot read the alarm rule .* at ${at}$`),
    });
  });
}
