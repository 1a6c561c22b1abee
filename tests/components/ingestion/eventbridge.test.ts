import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { account, find, json, region } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const rule = `arn:aws:events:${region}:${account}:rule/images-upload-events`;
const queue = `arn:aws:sqs:${region}:${account}:images-dead-letters`;
const graph = await evaluatePipeline({ ingestion: "eventbridge" });

test("the pipeline's own bucket sends everything to EventBridge, once the rule has its target", (t) => {
  const { inputs, dependsOn } = find(graph, "images-source-notification");

  t.deepEqual(inputs, { bucket: "images-source", eventbridge: true });
  t.deepEqual(dependsOn, ["images-upload-events-target"]);
});

const patterns: [title: string, args: ImageCompressionPipelineArgs, detail: object][] = [
  ["every new object", {}, {}],
  ["a prefix", { uploadPrefix: "in/" }, { object: { key: [{ prefix: "in/" }] } }],
  [
    "suffixes in both cases",
    { uploadSuffixes: [".png", "_1"] },
    { object: { key: [{ suffix: ".png" }, { suffix: ".PNG" }, { suffix: "_1" }] } },
  ],
  [
    "a prefix and suffixes",
    { uploadPrefix: "in/", uploadSuffixes: [".png"] },
    { object: { key: [{ wildcard: "in/*.png" }, { wildcard: "in/*.PNG" }] } },
  ],
];

for (const [title, args, detail] of patterns) {
  test(`the rule matches ${title}`, async (t) => {
    const filtered = await evaluatePipeline({ ingestion: "eventbridge", ...args });

    t.deepEqual(json(filtered, "images-upload-events", "eventPattern"), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: ["images-source"] }, ...detail },
    });
  });
}

test("with mirrored deletions the rule matches them, but not what a lifecycle rule expires", async (t) => {
  const mirrored = await evaluatePipeline({
    ingestion: "eventbridge",
    mirrorDeletions: true,
    outputNaming: "append",
  });

  t.deepEqual(json(mirrored, "images-upload-events", "eventPattern"), {
    source: ["aws.s3"],
    "detail-type": ["Object Created", "Object Deleted"],
    detail: {
      bucket: { name: ["images-source"] },
      reason: [{ "anything-but": ["Lifecycle Expiration"] }],
    },
  });
});

test("the target is the function, with the whole event, a day of tries, and the dead letters", (t) => {
  t.deepEqual(find(graph, "images-upload-events-target").inputs, {
    rule: "images-upload-events",
    arn: `arn:aws:lambda:${region}:${account}:function:images-compressor`,
    retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
    deadLetterConfig: { arn: queue },
  });
});

test("only this rule may call the function and leave dead letters", (t) => {
  t.deepEqual(find(graph, "images-compressor-event-permission").inputs, {
    action: "lambda:InvokeFunction",
    function: "images-compressor",
    principal: "events.amazonaws.com",
    sourceArn: rule,
  });
  const { Statement } = json(graph, "images-dead-letters-policy", "policy") as { Statement: object[] };
  t.deepEqual(Statement[1], {
    Sid: "AllowSending",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queue,
    Condition: {
      ArnEquals: { "aws:SourceArn": rule },
    },
  });
});

test("failures of the function end in the same dead letters", (t) => {
  t.deepEqual(find(graph, "images-compressor").inputs.deadLetterConfig, { targetArn: queue });
});

test("a prefix with more than two suffixes takes a rule for every two, each with its target and permission", async (t) => {
  const several = await evaluatePipeline({
    ingestion: "eventbridge",
    uploadPrefix: "in/",
    uploadSuffixes: [".png", ".jpg", ".webp"],
  });

  const pattern = (name: string) =>
    (json(several, name, "eventPattern") as { detail: { object: { key: object[] } } }).detail.object.key;
  t.deepEqual(
    [pattern("images-upload-events").length, pattern("images-upload-events-2")],
    [4, [{ wildcard: "in/*.webp" }, { wildcard: "in/*.WEBP" }]],
  );
  t.is(find(several, "images-upload-events-2-target").inputs.rule, "images-upload-events-2");
  t.is(find(several, "images-compressor-event-permission-2").inputs.sourceArn, `${rule}-2`);
  const { Statement } = json(several, "images-dead-letters-policy", "policy") as { Statement: object[] };
  t.like(Statement[1], { Condition: { ArnEquals: { "aws:SourceArn": [rule, `${rule}-2`] } } });
  t.is(find(several, "images-source-notification").dependsOn.length, 2);
});
