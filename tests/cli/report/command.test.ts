import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import test, { type ExecutionContext } from "ava";
import { type Answer, type Call, startFakeAws } from "../../helpers/fake-aws.ts";
import { metricAnswers } from "../../helpers/fake-metrics.ts";
import { runHere } from "../../helpers/in-process.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const figures = {
  "Compressed Sum": [2, 3],
  "Rejected corrupt Sum": 1,
  "BytesIn Sum": 1000,
  "BytesSaved Sum": 800,
};

/** Reports from an AWS that gives these answers, unless `changes` has others. */
async function report(
  t: ExecutionContext,
  args: string[],
  changes: Record<string, (call: Call) => Answer> = {},
  terminal = {},
) {
  const { endpoint, calls } = await startFakeAws(t, { ...metricAnswers(figures), ...changes });
  return { ...(await runHere(["report", "--endpoint", endpoint, ...args], terminal)), calls };
}

test("The only pipeline of a region needs no name", async (t) => {
  const { code, stdout } = await report(t, ["--json"]);

  t.is(code, 0);
  t.like(JSON.parse(stdout), {
    pipeline: "images",
    compressed: 5,
    rejected: null,
    rejections: { corrupt: 1 },
    savedPercent: 80,
    notes: [],
  });
});

for (const [what, pipelines, args, message] of [
  [
    "Several pipelines",
    ["b", "a"],
    [],
    /There are 2 pipelines in eu-central-1: choose one by --pipeline. .*: a, b\n/,
  ],
  [
    "A name that is none",
    ["a"],
    ["--pipeline", "b"],
    /There is no pipeline b in eu-central-1. .*two weeks are: a\n/,
  ],
  ["A name that cannot be one", ["a"], ["--pipeline", "a/b"], /There is no pipeline a\/b in eu-central-1/],
  ["A region without pipelines", [], [], /No pipeline is seen in eu-central-1. .*check --region, --profile/],
] as const) {
  test(`${what}: it ends with 2 and says which there are`, async (t) => {
    const { code, stdout, stderr } = await report(t, [...args], metricAnswers(figures, [...pipelines]));

    t.is(code, 2);
    t.is(stdout, "");
    t.regex(stderr, message);
  });
}

test("A pipeline that rested for too long to be listed is found by its function", async (t) => {
  const { code, stdout } = await report(t, ["--json", "--pipeline", "images"], {
    "cloudwatch:ListMetrics": () => ({ Metrics: [] }),
  });

  t.is(code, 0);
  t.like(JSON.parse(stdout), { pipeline: "images", compressed: 5 });
});

test("A pipeline that was deleted is reported without what its function cost", async (t) => {
  const { code, stdout } = await report(t, ["--json"], {
    "lambda:GetFunctionConfiguration": () => ({
      error: "ResourceNotFoundException",
      message: "gone",
      status: 404,
    }),
  });

  t.is(code, 0);
  t.like(JSON.parse(stdout), { compressed: 5, cost: { compute: null, total: null } });
});

test("Pipelines are listed from page to page", async (t) => {
  const metric = (Value: string) => ({ Dimensions: [{ Name: "Pipeline", Value }] });
  const pages = [{ Metrics: [metric("a")], NextToken: "more" }, { Metrics: [metric("a"), metric("b")] }];

  const { code, stderr } = await report(t, [], { "cloudwatch:ListMetrics": () => pages.shift() ?? {} });

  t.is(code, 2);
  t.regex(stderr, /2 pipelines/);
});

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

test("--csv prints rows alone, of the periods that --since makes", async (t) => {
  const { code, stdout } = await report(t, ["--csv", "--since", "2h"]);

  const rows = stdout.trimEnd().split("\r\n");
  t.is(code, 0);
  t.is(rows.length, 1 + 121);
  t.deepEqual(
    rows.slice(1, 4).map((row) => row.split(",")[2]),
    ["2", "3", ""],
  );
});

test("--html writes a page and leaves nothing else, and the table is printed", async (t) => {
  const folder = temporaryFolder(t);

  const { code, stdout } = await report(t, ["--html", join(folder, "report.html")]);

  t.is(code, 0);
  t.regex(stdout, / compressed +5\n/);
  t.deepEqual(readdirSync(folder), ["report.html"]);
  t.regex(readFileSync(join(folder, "report.html"), "utf8"), /^<!doctype html>[\s\S]*<\/html>\n$/);
});

for (const [where, reason] of [
  ["absent/report.html", "there is no such folder"],
  ["folder", "it is a folder"],
] as const) {
  test(`--html that cannot be written, as ${reason}: it ends with 2, and the report is not lost`, async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, "folder"));

    const { code, stdout, stderr } = await report(t, ["--html", join(folder, where)]);

    t.is(code, 2);
    t.regex(stderr, new RegExp(`^error: .*${where} cannot be written: ${reason}\n`, "m"));
    t.regex(stdout, / compressed +5\n/);
    t.deepEqual(readdirSync(folder), ["folder"]);
  });
}

test("A terminal of 40 columns has bars, and colours where it takes them", async (t) => {
  const terminal = { isTTY: true, columns: 40, hasColors: () => false };

  const narrow = await report(t, [], {}, terminal);
  const coloured = await report(t, [], {}, { ...terminal, hasColors: () => true });

  t.regex(narrow.stdout, / compressed +5 +█/);
  t.false(narrow.stdout.includes("\u001b"));
  t.true(coloured.stdout.includes("\u001b[1mImages"));
  t.is(stripVTControlCharacters(coloured.stdout), narrow.stdout);
});

for (const [args, message] of [
  [["--since", "2y"], /from 1h to 455d/],
  [["--views-per-image", "-1"], /a number such as 0.09/],
  [["--json", "--csv"], /'--json' cannot be used with option '--csv'/],
] as const) {
  test(`${args.join(" ")} is wrong usage`, async (t) => {
    const { code, stderr, calls } = await report(t, [...args]);

    t.is(code, 2);
    t.regex(stderr, message);
    t.deepEqual(calls, []);
  });
}
