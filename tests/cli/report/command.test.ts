import test from "ava";
import type { Call } from "../../helpers/command/fake-aws.ts";
import { metricAnswers } from "../../helpers/command/fake-metrics.ts";
import { figures, report } from "../../helpers/command/report.ts";

test("A busy CloudWatch is asked again, and the progress says so", async (t) => {
  let refused = 0;
  const { "cloudwatch:GetMetricData": answer } = metricAnswers(figures);
  const busy = (call: Call) => {
    refused += 1;
    return refused <= 2 ? { error: "ThrottlingException", message: "Rate exceeded" } : answer(call);
  };

  const { code, stdout, stderr } = await report(t, ["--json"], { "cloudwatch:GetMetricData": busy });

  t.is(code, 0);
  t.is(JSON.parse(stdout).compressed, 5);
  t.regex(stderr, /^(Reading metrics: waiting for AWS\n){2}Reading metrics: (\d+) of \2\n$/m);
});

test.serial("Ctrl-C ends it with 130, also while it waits for a busy CloudWatch", async (t) => {
  const interrupt = () => {
    process.emit("SIGINT");
    return { error: "ThrottlingException", message: "Rate exceeded" };
  };

  const { code, stdout, stderr, calls } = await report(t, ["--json"], {
    "cloudwatch:GetMetricData": interrupt,
  });

  t.is(code, 130);
  t.deepEqual([stdout, stderr.includes("error")], ["", false]);
  t.is(calls.filter(({ action }) => action === "cloudwatch:GetMetricData").length, 1);
});

test("Figures that CloudWatch holds back are named, and it ends with 1", async (t) => {
  const { code, stdout } = await report(t, [], {
    "cloudwatch:GetMetricData": () => ({ MetricDataResults: [] }),
  });

  t.is(code, 1);
  t.regex(stdout, /CloudWatch did not give all of Compressed \(Sum\): no answer/);
});

test("A right that is missing: it ends with 3 and names the page that has it, in JSON too", async (t) => {
  const denied = () => ({ error: "AccessDeniedException", message: "no", status: 403 });

  const { code, stdout, stderr } = await report(t, ["--json"], { "cloudwatch:GetMetricData": denied });

  t.is(code, 3);
  t.regex(stderr, /AWS does not allow cloudwatch:GetMetricData: no. docs\/report.md has the policy/);
  t.regex(JSON.parse(stdout).error, /does not allow/);
});

for (const [args, message] of [
  [["--since", "2y"], /from 1h to 455d/],
  [["--views-per-image", "-1"], /a number such as 0.09/],
  [["--views-per-image", "1000001"], /from 0 to 1,000,000/],
  [["--json", "--csv"], /'--json' cannot be used with option '--csv'/],
] as const) {
  test(`${args.join(" ")} is wrong usage`, async (t) => {
    const { code, stderr, calls } = await report(t, [...args]);

    t.is(code, 2);
    t.regex(stderr, message);
    t.deepEqual(calls, []);
  });
}
