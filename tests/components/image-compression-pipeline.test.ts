import test from "ava";
import { ImageCompressionPipeline } from "../../components/index.ts";
import { evaluate } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";

/** Each child and its parent. The names are public: renaming one replaces a resource in somebody's account. */
const children = {
  "images-source": "images",
  "images-source-ownership": "images-source",
  "images-source-encryption": "images-source",
  "images-source-public-access": "images-source",
  "images-source-policy": "images-source",
  "images-source-versioning": "images-source",
  "images-source-lifecycle": "images-source",
  "images-output": "images",
  "images-output-ownership": "images-output",
  "images-output-encryption": "images-output",
  "images-output-public-access": "images-output",
  "images-output-policy": "images-output",
  "images-output-lifecycle": "images-output",
  "images-dead-letters": "images",
  "images-dead-letters-policy": "images-dead-letters",
  "images-compressor": "images",
  "images-compressor-logs": "images",
  "images-compressor-role": "images",
  "images-compressor-role-policy": "images-compressor-role",
  "images-compressor-retries": "images-compressor",
  "images-sharp": "images",
  "images-compressor-upload-permission": "images-compressor",
  "images-source-notification": "images-source",
  "images-dashboard": "images",
  "images-errors-alarm": "images",
  "images-throttles-alarm": "images",
  "images-duration-alarm": "images",
  "images-dead-letters-alarm": "images",
  "images-memory-alarm": "images",
  "images-upload-to-output-alarm": "images",
  "images-rejections-alarm": "images",
  "images-savings-alarm": "images",
  "images-paging-alarm": "images",
  "images-largest-images-query": "images",
  "images-slowest-images-query": "images",
  "images-problems-query": "images",
  "images-one-upload-query": "images",
};

test("children have these names and parents", async (t) => {
  const { resources } = await evaluatePipeline();

  const found = resources.map(({ name, parent }) => [name, parent]);
  t.deepEqual(found.sort(), Object.entries(children).sort());
});

/** Resources of another kind of ingestion, besides or in place of those of `direct`. */
const ofWays = {
  queue: {
    "images-uploads": "images",
    "images-queue-age-alarm": "images",
    "images-uploads-policy": "images-uploads",
    "images-dead-letters-redrive": "images-dead-letters",
    "images-compressor-uploads": "images-compressor",
  },
  eventbridge: {
    "images-upload-events": "images",
    "images-failed-invocations-alarm": "images",
    "images-upload-events-target": "images-upload-events",
    "images-compressor-event-permission": "images-compressor",
  },
} as const;

for (const ingestion of ["queue", "eventbridge"] as const) {
  test(`with ${ingestion} these children take the place of S3's permission`, async (t) => {
    const { resources } = await evaluatePipeline({ ingestion });

    const { "images-compressor-upload-permission": _, ...others } = children;
    const found = resources.map(({ name, parent }) => [name, parent]);
    t.deepEqual(found.sort(), Object.entries({ ...others, ...ofWays[ingestion] }).sort());
  });
}

/** Resources added by `alarmEmails`. */
const ofTopic = {
  "images-alarm-key": "images",
  "images-alarm-topic": "images",
  "images-alarm-topic-policy": "images-alarm-topic",
  "images-alarm-topic-af3c82544f64": "images-alarm-topic",
};

test("`alarmEmails` adds a topic, which is an output", async (t) => {
  const { resources, outputs } = await evaluatePipeline({ alarmEmails: ["ops@example.com"] });

  const found = resources.map(({ name, parent }) => [name, parent]);
  t.deepEqual(found.sort(), Object.entries({ ...children, ...ofTopic }).sort());
  t.is(outputs.alarmTopicArn, "arn:aws:sns:eu-central-1:123456789012:images-alarm-topic");
});

test("a child's name begins with its parent's, so that an alias of the component's name finds it", (t) => {
  const all = { ...children, ...ofWays.queue, ...ofWays.eventbridge, ...ofTopic };
  for (const [child, parent] of Object.entries(all)) t.true(child.startsWith(`${parent}-`), child);
});

test("resources wait for those that AWS requires first", async (t) => {
  const { resources } = await evaluatePipeline();

  const waits = resources.filter(({ dependsOn }) => dependsOn.length > 0);
  t.deepEqual(Object.fromEntries(waits.map(({ name, dependsOn }) => [name, dependsOn])), {
    "images-source-policy": ["images-source-public-access"],
    "images-output-policy": ["images-output-public-access"],
    "images-source-lifecycle": ["images-source-versioning"],
    "images-compressor": ["images-compressor-role-policy"],
    "images-compressor-retries": ["images-compressor-role-policy"],
    "images-source-notification": ["images-compressor-upload-permission"],
  });
});

/** AWS's limits on the names of resources; Pulumi adds eight characters to each. */
const longest: Record<string, number> = {
  "aws:s3/bucket:Bucket": 63,
  "aws:iam/role:Role": 64,
  "aws:iam/rolePolicy:RolePolicy": 128,
  "aws:lambda/function:Function": 64,
  "aws:lambda/layerVersion:LayerVersion": 64,
  "aws:sqs/queue:Queue": 80,
  "aws:cloudwatch/eventRule:EventRule": 64,
  "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
  "aws:sns/topic:Topic": 256,
  "aws:cloudwatch/logGroup:LogGroup": 512,
};

test("with the longest component name every resource's name still fits AWS", async (t) => {
  const graphs = (["direct", "queue", "eventbridge"] as const).map((ingestion) =>
    evaluatePipeline({ ingestion, web: {}, alarmEmails: ["ops@example.com"] }, "a".repeat(40)),
  );

  const resources = (await Promise.all(graphs)).flatMap((graph) => graph.resources);
  const lengths = resources.map(({ type, name }) => name.length + 8 <= (longest[type] ?? Infinity));
  t.true(lengths.every(Boolean));
});

test("two pipelines live in one program", async (t) => {
  const { resources } = await evaluate((opts) => [
    new ImageCompressionPipeline("photos", {}, opts),
    new ImageCompressionPipeline("scans", {}, opts),
  ]);

  const names = new Set(resources.map(({ name }) => name));
  t.is(names.size, 2 * Object.keys(children).length);
});

test("the outputs of the third bucket are there with `web` only", async (t) => {
  const { outputs } = await evaluatePipeline({ web: {} });

  t.like(outputs, {
    webBucketName: "images-web",
    webBucketArn: "arn:aws:s3:::images-web",
    webBucketDomainName: "images-web.s3.eu-central-1.amazonaws.com",
  });
});

test("the outputs name the created resources", async (t) => {
  const { outputs } = await evaluatePipeline();

  const { urn: _urn, ...named } = outputs;
  t.deepEqual(named, {
    sourceBucketName: "images-source",
    sourceBucketArn: "arn:aws:s3:::images-source",
    outputBucketName: "images-output",
    outputBucketArn: "arn:aws:s3:::images-output",
    outputBucketDomainName: "images-output.s3.eu-central-1.amazonaws.com",
    functionName: "images-compressor",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:images-compressor",
    functionRoleArn: "arn:aws:iam::123456789012:role/images-compressor-role",
    deadLetterQueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/images-dead-letters",
    deadLetterQueueArn: "arn:aws:sqs:eu-central-1:123456789012:images-dead-letters",
    dashboardName: "images-compressor",
    dashboardUrl:
      "https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/images-compressor",
  });
});
