import test from "ava";
import { account, find, json, region } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { settingsOf } from "../../helpers/graph/settings.ts";

const arn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const graph = await evaluatePipeline({ ingestion: "queue", uploadPrefix: "in/", uploadSuffixes: [".png"] });

test("S3 sends the same events to the queue of uploads as to the function", (t) => {
  const rule = { queueArn: arn("images-uploads"), events: ["s3:ObjectCreated:*"], filterPrefix: "in/" };

  t.deepEqual(find(graph, "images-source-notification").inputs, {
    bucket: "images-source",
    queues: [
      { id: "compress-1", ...rule, filterSuffix: ".png" },
      { id: "compress-2", ...rule, filterSuffix: ".PNG" },
    ],
  });
});

test("a message stays hidden for six timeouts, is kept for 14 days, and tried five times", (t) => {
  const { redrivePolicy, ...inputs } = find(graph, "images-uploads").inputs;

  t.deepEqual(inputs, {
    visibilityTimeoutSeconds: 360,
    messageRetentionSeconds: 1_209_600,
    sqsManagedSseEnabled: true,
  });
  t.deepEqual(JSON.parse(String(redrivePolicy)), {
    deadLetterTargetArn: arn("images-dead-letters"),
    maxReceiveCount: 5,
  });
});

test("the dead-letter queue accepts messages moved by SQS from the queue of uploads only", (t) => {
  t.deepEqual(json(graph, "images-dead-letters-redrive", "redriveAllowPolicy"), {
    redrivePermission: "byQueue",
    sourceQueueArns: [arn("images-uploads")],
  });
});

test("Lambda receives for the function, one message at a time", (t) => {
  t.deepEqual(find(graph, "images-compressor-uploads").inputs, {
    functionName: `arn:aws:lambda:${region}:${account}:function:images-compressor`,
    eventSourceArn: arn("images-uploads"),
    batchSize: 1,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
});

test("`maximumConcurrency` holds Lambda's receiving back", async (t) => {
  const limited = await evaluatePipeline({
    ingestion: "queue",
    maximumConcurrency: 7,
    reservedConcurrency: 7,
  });

  t.deepEqual(find(limited, "images-compressor-uploads").inputs.scalingConfig, { maximumConcurrency: 7 });
});

test("the function and its role can send messages that failed for good to the dead letters, with the reason", (t) => {
  const queueUrl = `https://sqs.${region}.amazonaws.com/${account}/images-dead-letters`;

  t.deepEqual(settingsOf(graph).deadLetters, { queueUrl, maxReceives: 5 });
  t.deepEqual(find(graph, "images-compressor").inputs.deadLetterConfig, {
    targetArn: arn("images-dead-letters"),
  });
  const policy = JSON.stringify(json(graph, "images-compressor-role-policy", "policy"));
  t.true(policy.includes(`["sqs:SendMessage"],"Resource":["${arn("images-dead-letters")}"]`));
  t.true(
    policy.includes(
      `["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":["${arn("images-uploads")}"]`,
    ),
  );
});

test("S3 and Lambda get the queue only after its policy and the role's exist", (t) => {
  t.deepEqual(find(graph, "images-source-notification").dependsOn, [
    "images-uploads-policy",
    "images-compressor-uploads",
  ]);
  t.deepEqual(find(graph, "images-compressor-uploads").dependsOn, ["images-compressor-role-policy"]);
});
