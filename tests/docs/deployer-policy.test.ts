import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { optionChanges } from "../engine/option-changes.ts";
import { evaluatePipeline } from "../helpers/pipeline.ts";
import { providerNeeds } from "./provider-needs.ts";

interface Statement {
  Action: string | string[];
  Resource: string;
  Condition?: unknown;
}

const page = readFileSync(join(import.meta.dirname, "../../docs/deployer-policy.md"), "utf8");
const [, policy = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
const statements: Statement[] = JSON.parse(policy).Statement;
const grants = statements.flatMap(({ Action, Resource }) =>
  [Action].flat().map((action) => ({ action, resource: Resource })),
);

const configurations = [{}, ...Object.values(optionChanges).map(({ to }) => to)];
const graphs = await Promise.all(configurations.map((args) => evaluatePipeline(args)));
const registered = graphs.flatMap(({ resources }) => resources);
const needs = registered.flatMap((resource) => {
  const rows = providerNeeds[resource.type] ?? [];
  return rows.flatMap(({ on, actions }) => actions.map((action) => ({ action, arn: on(resource) })));
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

test("only lists, which AWS does not limit to a name, are allowed on more than the component's names", (t) => {
  const wide = grants.filter(({ resource }) => !/[:/]images-\*$/.test(resource));

  t.deepEqual(
    wide.map(({ action }) => action),
    ["logs:DescribeLogGroups", "cloudwatch:DescribeAlarms"],
  );
});

test("the role is passed to Lambda only", (t) => {
  const passing = statements.filter(({ Action }) => [Action].flat().includes("iam:PassRole"));

  t.deepEqual(
    passing.map(({ Condition }) => Condition),
    [{ StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } }],
  );
});

test("the policy fits in one managed policy", (t) => {
  t.true(policy.replace(/\s/g, "").length <= 6144);
});
