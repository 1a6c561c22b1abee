import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import { existing, optionChanges } from "../engine/option-changes.ts";
import { evaluatePipeline } from "../helpers/pipeline.ts";
import { providerNeeds } from "./provider-needs.ts";

interface Statement {
  Action: string | string[];
  Resource: string;
  Condition?: unknown;
}

const page = readFileSync(join(import.meta.dirname, "../../docs/deployer-policy.md"), "utf8");
const policies = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, policy = ""]) => policy);
const statements: Statement[] = policies.flatMap((policy) => JSON.parse(policy).Statement);
const grants = statements.flatMap(({ Action, Resource }) =>
  [Action].flat().map((action) => ({ action, resource: Resource })),
);

const configurations: ImageCompressionPipelineArgs[] = [
  {},
  { ingestion: "eventbridge" },
  ...Object.values(optionChanges).map(({ beside, to }) => ({ ...beside, ...to })),
];
const graphs = await Promise.all(configurations.map((args) => evaluatePipeline(args)));
const registered = graphs.flatMap(({ resources }) => resources);
const needs = registered.flatMap((resource) => {
  const rows = providerNeeds[resource.type] ?? [];
  return rows.flatMap(({ on, actions }) => {
    const arn = on(resource);
    return arn === undefined ? [] : actions.map((action) => ({ action, arn }));
  });
});

/** As IAM compares, of which the page uses only a `*` at the end. */
function matches(pattern: string, arn: string): boolean {
  return pattern.endsWith("*") ? arn.startsWith(pattern.slice(0, -1)) : arn === pattern;
}

test("each type of resource that some option makes has a row of what it takes", (t) => {
  const types = new Set(registered.map(({ type }) => type));

  t.deepEqual(Object.keys(providerNeeds).sort(), [...types].sort());
});

test("what each resource takes is allowed on it", (t) => {
  const refused = needs.filter(
    ({ action, arn }) => !grants.some((grant) => grant.action === action && matches(grant.resource, arn)),
  );

  t.deepEqual(refused, []);
});

test("nothing is allowed that no resource takes", (t) => {
  const idle = grants.filter(
    ({ action, resource }) => !needs.some((need) => need.action === action && matches(resource, need.arn)),
  );

  t.deepEqual(idle, []);
});

/** What is on more than the component's names, and on more than what an option names. */
const wide = grants.filter(
  ({ resource }) =>
    !/[:/]images-\*$/.test(resource) &&
    ![`arn:aws:s3:::${existing.bucket}`, existing.keyArn].includes(resource),
);

test("only lists and queries, which AWS does not limit to a name, and mappings and keys, which have none, are allowed widely", (t) => {
  t.deepEqual(
    wide
      .map(({ action }) => action)
      .filter((action) => !/(?:EventSourceMapping|QueryDefinitions?)$|^kms:/.test(action)),
    ["ListTags", "TagResource", "UntagResource"]
      .map((action) => `lambda:${action}`)
      .concat("logs:DescribeLogGroups", "cloudwatch:DescribeAlarms"),
  );
});

test("mappings are limited to the component's function", (t) => {
  const mapping = statements.filter(({ Action }) =>
    [Action].flat().some((action) => /Mapping$/.test(action)),
  );

  t.deepEqual(
    mapping.map(({ Condition }) => Condition),
    [
      {
        ArnLike: { "lambda:FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:images-*" },
      },
    ],
  );
});

test("the role is passed to Lambda only", (t) => {
  const passing = statements.filter(({ Action }) => [Action].flat().includes("iam:PassRole"));

  t.deepEqual(
    passing.map(({ Condition }) => Condition),
    [{ StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } }],
  );
});

test("each policy fits in one managed policy", (t) => {
  const lengths = policies.map((policy) => policy.replace(/\s/g, "").length);

  t.is(lengths.length, 3);
  t.true(Math.max(...lengths) <= 6144, String(lengths));
});
