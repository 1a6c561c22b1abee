import test from "ava";
import { metricAnswers } from "../../helpers/command/fake-metrics.ts";
import { figures, report } from "../../helpers/command/report.ts";

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

const deniedFunction = {
  "lambda:GetFunctionConfiguration": () => ({
    error: "AccessDeniedException",
    message: "User x is not authorized",
    status: 403,
  }),
};

test("A name that is none, and that the operator may not ask for: it ends with 2 and says both", async (t) => {
  const { code, stderr } = await report(t, ["--pipeline", "b"], deniedFunction);

  t.is(code, 2);
  t.regex(stderr, /There is no pipeline b in eu-central-1 .*does not allow lambda:GetFunctionConfiguration/);
  t.regex(stderr, /Those with metrics in the last two weeks are: images\n/);
});

test("A pipeline whose function the operator may not ask for: it ends with 3", async (t) => {
  const { code, stderr } = await report(t, ["--pipeline", "images"], deniedFunction);

  t.is(code, 3);
  t.regex(stderr, /does not allow lambda:GetFunctionConfiguration/);
});

test("A function of somebody else is no pipeline", async (t) => {
  const { code, stderr } = await report(t, ["--pipeline", "theirs"], {
    "lambda:GetFunctionConfiguration": () => ({ Environment: { Variables: {} }, MemorySize: 128 }),
  });

  t.is(code, 2);
  t.regex(stderr, /There is no pipeline theirs in eu-central-1\. .*are: images\n/);
});

test("Renditions are those that the function has, and those that it had in the last two weeks", async (t) => {
  const renditions = [{ name: "default" }, { name: "small" }];
  const settings = JSON.stringify({ sourceBucket: "uploads", renditions });
  const dimensions = { Pipeline: "images", Rendition: "former" };
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const sizes = { "BytesOut default Sum": 3, "BytesOut small Sum": 2, "BytesOut former Sum": 1 };

  const { stdout } = await report(t, ["--json"], {
    ...metricAnswers(sizes),
    "cloudwatch:ListMetrics": () => ({ Metrics: [{ Dimensions }] }),
    "lambda:GetFunctionConfiguration": () => ({
      Environment: { Variables: { PIPELINE_SETTINGS: settings } },
    }),
  });

  t.deepEqual(JSON.parse(stdout).renditions, { default: 3, small: 2, former: 1 });
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
