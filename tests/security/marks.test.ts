import test from "ava";
import { account, json } from "../helpers/graph/graph.ts";
import { decide } from "../helpers/graph/simulator.ts";
import { graphOf } from "./configurations.ts";

const graph = await graphOf("expiring");
const resource = "arn:aws:s3:::expiring-source/in/a.png";
const resourcePolicy = json(graph, "expiring-source-policy", "policy");

interface Caller {
  /** The name of the caller's role. */
  role: string;
  identityPolicy: unknown;
}

const admin: Caller = {
  role: "admin",
  identityPolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
};
const theFunction: Caller = {
  role: "expiring-compressor-role",
  identityPolicy: json(graph, "expiring-compressor-role-policy", "policy"),
};

const mark = "image-compression-pipeline";
const tagged = (...keys: string[]) => ({ "s3:RequestObjectTagKeys": keys });

/** A PUT and a POST with tags need the rights to put and to tag; S3 checks both with the keys of the tags. */
const requests: [what: string, actions: string[]][] = [
  ["a PUT or POST of an object", ["s3:PutObject", "s3:PutObjectTagging"]],
  ["PutObjectTagging", ["s3:PutObjectTagging"]],
  ["PutObjectTagging of a version", ["s3:PutObjectVersionTagging"]],
];

/**
 * The decisions on all actions of a request, without repetition. For a session AWS gives its role's ARN as aws:PrincipalArn,
 * which the simulator wants to be told: IAM/latest/UserGuide/reference_policies_condition-keys.html.
 */
async function decisions(
  actions: string[],
  { role, identityPolicy }: Caller,
  request: Record<string, string | string[]>,
) {
  const principal = `arn:aws:sts::${account}:assumed-role/${role}/session`;
  const context = { ...request, "aws:PrincipalArn": `arn:aws:iam::${account}:role/${role}` };
  const asked = actions.map((action) =>
    decide({ principal, identityPolicy, action, resource, context, resourcePolicy }),
  );
  return [...new Set(await Promise.all(asked))];
}

for (const [what, actions] of requests) {
  test(`${what} with the mark is denied to everybody in the account, whatever other tags are with it`, async (t) => {
    t.deepEqual(await decisions(actions, admin, tagged(mark)), ["ExplicitlyDenied"]);
    t.deepEqual(await decisions(actions, admin, tagged("team", mark)), ["ExplicitlyDenied"]);
  });

  test(`${what} with other tags or none is as free as without the pipeline`, async (t) => {
    t.deepEqual(await decisions(actions, admin, tagged("team", `${mark}-of-ours`)), ["Allowed"]);
    t.deepEqual(await decisions(actions, admin, {}), ["Allowed"]);
  });
}

test("the function may read the tags of a version, and write them back with the mark or without", async (t) => {
  const actions = ["s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectVersionTagging"];

  t.deepEqual(await decisions(actions, theFunction, tagged("team", mark)), ["Allowed"]);
  t.deepEqual(await decisions(actions, theFunction, {}), ["Allowed"]);
});

test("the function may not upload with the mark, and a role of a like name may not set it", async (t) => {
  const alike = { ...admin, role: "expiring-compressor-role-2" };

  t.deepEqual(await decisions(["s3:PutObject"], theFunction, tagged(mark)), ["ImplicitlyDenied"]);
  t.deepEqual(await decisions(["s3:PutObjectVersionTagging"], alike, tagged(mark)), ["ExplicitlyDenied"]);
});

test("an old version may be restored by a copy, whether or not S3 counts its tags as asked for", async (t) => {
  const copying = { "s3:x-amz-copy-source": "expiring-source/in/a.png?versionId=1" };

  t.deepEqual(await decisions(["s3:PutObject"], admin, copying), ["Allowed"]);
  t.deepEqual(await decisions(["s3:PutObject"], admin, { ...copying, ...tagged(mark) }), ["Allowed"]);
  // With `--tagging-directive REPLACE` a copy asks for no tags.
  t.deepEqual(await decisions(["s3:PutObject", "s3:PutObjectTagging"], admin, copying), ["Allowed"]);
});

test("without a rule that goes by the mark, the bucket's policy and the role do not speak of it", async (t) => {
  const plain = await graphOf("default");

  const policies = ["default-source-policy", "default-compressor-role-policy"];
  for (const name of policies) t.notRegex(JSON.stringify(json(plain, name, "policy")), /Tag/, name);
});
