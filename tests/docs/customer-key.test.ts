import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import { keyPolicy } from "../engine/existing.ts";
import { existing } from "../engine/option-changes.ts";
import { account, type Graph, region } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";
import { decide } from "../helpers/graph/simulator.ts";

interface Statement {
  Sid: string;
  Effect: string;
  Principal: { Service?: string; AWS?: string };
  Action: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

const statements: Statement[] = JSON.parse(keyPolicy).Statement;
const services = statements.filter(({ Principal }) => Principal.Service !== undefined);

/** AWS services using the key directly, without the function's role, for their logs, messages and objects. */
function users({ resources }: Graph): string[] {
  const logs = resources.filter(
    ({ type, inputs }) => type.endsWith(":LogGroup") && inputs.kmsKeyId !== undefined,
  );
  const policies = resources.filter(({ type }) => /:(?:Queue|Topic|Bucket)Policy$/.test(type));
  const senders = policies
    .flatMap(({ inputs }): Statement[] => JSON.parse(String(inputs.policy)).Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal }) => Principal.Service ?? []);
  return [...logs.map(() => `logs.${region}.amazonaws.com`), ...senders];
}

const needs: [ImageCompressionPipelineArgs, string[]][] = [
  [{}, [`logs.${region}.amazonaws.com`]],
  [{ ingestion: "queue" }, [`logs.${region}.amazonaws.com`, "s3.amazonaws.com"]],
  [{ alarmEmails: ["ops@example.com"] }, [`logs.${region}.amazonaws.com`, "cloudwatch.amazonaws.com"]],
  [{ cloudFrontAccess: true }, [`logs.${region}.amazonaws.com`, "cloudfront.amazonaws.com"]],
  [{ ingestion: "eventbridge" }, [`logs.${region}.amazonaws.com`, "events.amazonaws.com"]],
];

for (const [args, expected] of needs) {
  test(`the policy lets in every service that uses the key with ${JSON.stringify(args)}`, async (t) => {
    const graph = await evaluatePipeline({ ...args, kmsKeyArn: existing.keyArn });

    const documented = services.map(({ Principal }) => Principal.Service);
    t.deepEqual(users(graph), expected);
    t.true(expected.every((service) => documented.includes(service)));
  });
}

test("the key is on every resource that supports one, and no other key is used", async (t) => {
  const alarmEmails = ["ops@example.com"];
  const options: ImageCompressionPipelineArgs = { ingestion: "queue", web: {}, alarmEmails };
  const { resources } = await evaluatePipeline({ ...options, kmsKeyArn: existing.keyArn });

  const keyed = resources.filter(
    ({ inputs, type }) => JSON.stringify(inputs).includes(existing.keyArn) && !type.includes("rolePolicy"),
  );
  t.deepEqual(keyed.map(({ name }) => name).sort(), [
    "images-alarm-topic",
    "images-compressor",
    "images-compressor-logs",
    "images-dead-letters",
    "images-output-encryption",
    "images-source-encryption",
    "images-uploads",
    "images-web-encryption",
  ]);
  t.notRegex(JSON.stringify(resources), /AES256|sqsManagedSse|kms\/key:Key/);
});

for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
  test(`the policy lets alarms of this account do ${action}, which they need to notify anybody`, async (t) => {
    const resource = existing.keyArn;
    const asked = {
      principal: "cloudwatch.amazonaws.com",
      action,
      resource,
      resourcePolicy: JSON.parse(keyPolicy),
    };

    const alarm = `arn:aws:cloudwatch:${region}:${account}:alarm:images-compressor-paging`;
    const use = (arn: string, owner: string) =>
      decide({ ...asked, context: { "aws:SourceArn": arn, "aws:SourceAccount": owner } });

    t.is(await use(alarm, account), "Allowed");
    t.is(await use(alarm, "999999999999"), "ImplicitlyDenied");
    t.is(await use(alarm.replace("cloudwatch", "events"), account), "ImplicitlyDenied");
  });
}

test("the policy lets distributions of this account decrypt outputs, and do nothing else", async (t) => {
  const use = (action: string, owner: string) =>
    decide({
      principal: "cloudfront.amazonaws.com",
      action,
      resource: existing.keyArn,
      context: { "aws:SourceArn": `arn:aws:cloudfront::${owner}:distribution/E2QWRUHEXAMPLE` },
      resourcePolicy: JSON.parse(keyPolicy),
    });

  t.is(await use("kms:Decrypt", account), "Allowed");
  t.is(await use("kms:Decrypt", "999999999999"), "ImplicitlyDenied");
  t.is(await use("kms:GenerateDataKey", account), "ImplicitlyDenied");
});

test("each service may use the key for this account and, but for alarms and CloudFront, this pipeline only", (t) => {
  const conditions = services.map(({ Condition }) => JSON.stringify(Condition));

  const wide = services.filter(({ Condition }) => !JSON.stringify(Condition).includes("images-"));
  t.is(services.length, 5);
  t.true(conditions.every((condition) => condition.includes(account)));
  t.deepEqual(
    wide.map(({ Sid }) => Sid),
    ["Alarms", "CloudFront"],
  );
});
