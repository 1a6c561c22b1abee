import test from "ava";
import { metricAnswers } from "../../helpers/fake-metrics.ts";
import { figures, report } from "../../helpers/report-command.ts";

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
