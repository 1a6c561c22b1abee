import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import { existing, optionChanges } from "../engine/option-changes.ts";
import { account, region } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";
import { decide } from "../helpers/graph/simulator.ts";
import { readProjectFile } from "../helpers/root.ts";
import { providerNeeds } from "./provider-needs/all.ts";

interface Statement {
  Action: string | string[];
  Resource: string;
  Condition?: unknown;
}

const page = readProjectFile("docs/deployer-policy.md");
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

/** Compares as IAM does; the page uses `*` only at the end. */
function matches(pattern: string, arn: string): boolean {
  return pattern.endsWith("*") ? arn.startsWith(pattern.slice(0, -1)) : arn === pattern;
}

test("each type of resource that an option can create has a row of its needs", (t) => {
  const types = new Set(registered.map(({ type }) => type));

  t.deepEqual(Object.keys(providerNeeds).sort(), [...types].sort());
});

/** The request's context, for statements with conditions. */
const context = {
  "lambda:FunctionArn": `arn:aws:lambda:${region}:${account}:function:images-compressor-0a1b2c3`,
  "iam:PassedToService": "lambda.amazonaws.com",
};
const root = `arn:aws:iam::${account}:root`;
const leftToPolicies = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
};

test("each resource's needs are allowed on it, and are rights that AWS checks on such a resource", async (t) => {
  const identityPolicy = { Version: "2012-10-17", Statement: statements };
  const principal = `arn:aws:iam::${account}:role/deployer`;

  const asked = new Map(needs.map(({ action, arn }) => [`${action} on ${arn}`, { action, resource: arn }]));
  for (const [need, { action, resource }] of asked) {
    const keyPolicy = action.startsWith("kms:") && { resourcePolicy: leftToPolicies };
    t.is(
      await decide({ principal, action, resource, context, identityPolicy, ...keyPolicy }),
      "Allowed",
      need,
    );
  }
});

test("every allowed right is needed by a resource", (t) => {
  const idle = grants.filter(
    ({ action, resource }) => !needs.some((need) => need.action === action && matches(resource, need.arn)),
  );

  t.deepEqual(idle, []);
});

test("rights on all resources are those that AWS cannot limit further", (t) => {
  const all = grants.filter(({ resource }) => resource === "*").map(({ action }) => action);

  const mapping = ["Create", "Get", "Update", "Delete"].map((verb) => `lambda:${verb}EventSourceMapping`);
  const queries = ["PutQueryDefinition", "DescribeQueryDefinitions", "DeleteQueryDefinition"];
  const logs = ["DescribeLogGroups", ...queries].map((name) => `logs:${name}`);
  const alarms = ["PutCompositeAlarm", "DescribeAlarms"].map((name) => `cloudwatch:${name}`);
  t.deepEqual(all, [...mapping, ...alarms, ...logs, "kms:CreateKey"]);
});

test("rights on other names than the component's and the options' are on names given by AWS", (t) => {
  const others = grants
    .map(({ resource }) => resource)
    .filter((resource) => !/[:/]images-\*$|^\*$/.test(resource))
    .filter((resource) => ![`arn:aws:s3:::${existing.bucket}`, existing.keyArn].includes(resource));

  t.deepEqual(
    [...new Set(others)],
    [`arn:aws:lambda:${region}:${account}:event-source-mapping:*`, `arn:aws:kms:${region}:${account}:key/*`],
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
