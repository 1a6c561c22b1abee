import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { find, json } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { problems } from "../../helpers/graph/problems.ts";
import { settingsOf } from "../../helpers/graph/settings.ts";

test("an existing bucket is neither created nor configured", async (t) => {
  const { resources, outputs } = await evaluatePipeline({ sourceBucket: "photos" });

  const about = resources.filter(
    ({ type, inputs }) => type.startsWith("aws:s3") && inputs.bucket === "photos",
  );
  t.deepEqual(about, []);
  t.deepEqual(
    resources.filter(({ name }) => name.startsWith("images-source")),
    [],
  );
  t.is(outputs.sourceBucketName, "photos");
});

test("an existing bucket's events come by EventBridge", async (t) => {
  const graph = await evaluatePipeline({ sourceBucket: "photos", uploadPrefix: "in/" });

  t.like(json(graph, "images-upload-events", "eventPattern"), {
    detail: { bucket: { name: ["photos"] }, object: { key: [{ prefix: "in/" }] } },
  });
  t.is(settingsOf(graph).sourceBucket, "photos");
});

test("the role may read the existing bucket, whose name another resource may give", async (t) => {
  const graph = await evaluatePipeline({ sourceBucket: pulumi.output("photos"), uploadPrefix: "in/" });

  const policy = json(graph, "images-compressor-role-policy", "policy") as { Statement: object[] };
  t.deepEqual(policy.Statement.slice(0, 2), [
    { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::photos/in/*"] },
    {
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::photos", "arn:aws:s3:::images-output"],
    },
  ]);
});

const managed = { sourceBucket: "photos", manageNotifications: true };

test("with `manageNotifications` the existing bucket's EventBridge notifications are switched on", async (t) => {
  const graph = await evaluatePipeline(managed);

  t.deepEqual(find(graph, "images-source-notification").inputs, { bucket: "photos", eventbridge: true });
  t.is(find(graph, "images-source-notification").parent, "images");
});

test("with `manageNotifications` an existing bucket calls the function, or sends to the queue", async (t) => {
  const direct = await evaluatePipeline({ ...managed, ingestion: "direct" });
  const queue = await evaluatePipeline({ ...managed, ingestion: "queue" });

  t.like(find(direct, "images-compressor-upload-permission").inputs, { sourceArn: "arn:aws:s3:::photos" });
  t.deepEqual(Object.keys(find(direct, "images-source-notification").inputs), ["bucket", "lambdaFunctions"]);
  t.deepEqual(Object.keys(find(queue, "images-source-notification").inputs), ["bucket", "queues"]);
  t.true(JSON.stringify(json(queue, "images-uploads-policy", "policy")).includes("arn:aws:s3:::photos"));
});

test("pages of `uploadOrigins` may upload, and see the ETag", async (t) => {
  const uploadOrigins = ["https://www.example.com", "http://localhost:8080"];

  const graph = await evaluatePipeline({ uploadOrigins });

  t.deepEqual(find(graph, "images-source-cors").inputs, {
    bucket: "images-source",
    corsRules: [
      {
        allowedOrigins: uploadOrigins,
        allowedMethods: ["PUT", "POST", "GET", "HEAD"],
        allowedHeaders: ["cache-control", "content-*", "if-match", "if-none-match", "range", "x-amz-*"],
        exposeHeaders: ["ETag"],
        maxAgeSeconds: 3600,
      },
    ],
  });
});

const overwrites = (ingestion: string) =>
  `\`ingestion: "${ingestion}"\` with \`sourceBucket\` needs \`manageNotifications: true\`: S3 keeps one notification configuration per bucket, and ours would overwrite what others put there. Set \`manageNotifications: true\` if nobody else has any, or use \`ingestion: "eventbridge"\`, and switch the bucket's EventBridge notifications on`;

for (const ingestion of ["direct", "queue"]) {
  test(`an existing bucket's notifications are not overwritten unasked by ${ingestion}`, async (t) => {
    t.deepEqual(await problems({ sourceBucket: "photos", ingestion }), [overwrites(ingestion)]);
  });
}

test("options that configure a bucket are refused for one whose settings are left alone", async (t) => {
  const days = {
    archiveOriginalsAfterDays: 1,
    expireOriginalsAfterDays: 2,
    expireRejectedAfterDays: 3,
    expireNoncurrentAfterDays: 30,
  };
  const given = { uploadOrigins: ["https://example.com"], ...days };

  const messages = await problems({ sourceBucket: "photos", ...given });

  const leave =
    "leave it out. The function marks no sources of an adopted bucket, and a lifecycle rule by age alone would take uploads that have no output";
  const advice = {
    archiveOriginalsAfterDays: leave,
    expireOriginalsAfterDays: leave,
    expireRejectedAfterDays: leave,
  };
  t.deepEqual(
    messages,
    Object.entries(given).map(
      ([option, value]) =>
        `\`${option}\` must not be set with \`sourceBucket\`, whose settings are left alone: ${{ ...advice }[option] ?? "set it on the bucket itself"}; received ${JSON.stringify(value)}`,
    ),
  );
});
