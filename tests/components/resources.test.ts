import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import {
  Architecture,
  Format,
  ImageCompressionPipeline,
  type ImageCompressionPipelineArgs,
  OutputNaming,
} from "../../components/index.ts";
import { evaluate, find, type Graph, json } from "../helpers/graph.ts";

function pipeline(args?: ImageCompressionPipelineArgs, name = "images"): Promise<Graph> {
  return evaluate((opts) => new ImageCompressionPipeline(name, args, opts));
}

function settings(graph: Graph): Record<string, unknown> {
  const { variables } = find(graph, "images-compressor").inputs.environment as {
    variables: Record<string, string>;
  };
  return JSON.parse(variables.PIPELINE_SETTINGS ?? "");
}

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
  "images-compressor-policy": "images-compressor-role",
  "images-compressor-retries": "images-compressor",
  "images-sharp": "images",
  "images-upload-permission": "images-compressor",
  "images-uploads": "images-source",
  "images-dashboard": "images",
  "images-errors-alarm": "images",
  "images-throttles-alarm": "images",
  "images-duration-alarm": "images",
  "images-dead-letters-alarm": "images",
};

test("children have these names and parents", async (t) => {
  const { resources } = await pipeline();

  const found = resources.map(({ name, parent }) => [name, parent]);
  t.deepEqual(found.sort(), Object.entries(children).sort());
});

test("what AWS would refuse in another order waits", async (t) => {
  const { resources } = await pipeline();

  const waits = resources.filter(({ dependsOn }) => dependsOn.length > 0);
  t.deepEqual(Object.fromEntries(waits.map(({ name, dependsOn }) => [name, dependsOn])), {
    "images-source-policy": ["images-source-public-access"],
    "images-output-policy": ["images-output-public-access"],
    "images-source-lifecycle": ["images-source-versioning"],
    "images-compressor": ["images-compressor-policy"],
    "images-compressor-retries": ["images-compressor-policy"],
    "images-uploads": ["images-upload-permission"],
  });
});

/** AWS's limits on the names that Pulumi makes by adding eight characters. */
const longest: Record<string, number> = {
  "aws:s3/bucket:Bucket": 63,
  "aws:iam/role:Role": 64,
  "aws:iam/rolePolicy:RolePolicy": 128,
  "aws:lambda/function:Function": 64,
  "aws:lambda/layerVersion:LayerVersion": 64,
  "aws:sqs/queue:Queue": 80,
  "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
  "aws:cloudwatch/logGroup:LogGroup": 512,
};

test("with the longest component name every resource's name still fits AWS", async (t) => {
  const { resources } = await pipeline({}, "a".repeat(40));

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

test("the outputs name what was made", async (t) => {
  const { outputs } = await pipeline();

  const { urn: _urn, ...named } = outputs;
  t.deepEqual(named, {
    sourceBucketName: "images-source",
    outputBucketName: "images-output",
    functionName: "images-compressor",
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:images-compressor",
    deadLetterQueueUrl: "https://sqs.eu-central-1.amazonaws.com/123456789012/images-dead-letters",
    dashboardName: "images-compressor",
  });
});

const defaultSettings = {
  sourceBucket: "images-source",
  outputNaming: "replace",
  limits: { maxPixels: 100_000_000, maxBytes: 52_428_800, maxFrames: 500 },
  renditions: [
    {
      name: "default",
      bucket: "images-output",
      quality: 80,
      scale: 1,
      format: "jpeg",
      background: "#ffffff",
      outputPrefix: "",
      outputSuffix: "",
    },
  ],
};

test("without options the function gets the defaults", async (t) => {
  t.deepEqual(settings(await pipeline()), defaultSettings);
});

test("an option that is explicitly undefined keeps its default", async (t) => {
  const unset: Record<string, unknown> = { quality: undefined, uploadSuffixes: undefined, tags: undefined };

  const graph = await pipeline(unset);

  t.deepEqual(settings(graph), defaultSettings);
});

test("options of what to make reach the function", async (t) => {
  const rendition = {
    quality: 40,
    scale: 0.3,
    maxDimension: 1600,
    format: Format.webp,
    background: "#000000",
    outputPrefix: "small/",
    outputSuffix: "-s",
    objectTags: { team: "web", cost: "from elsewhere" },
    cacheControl: "no-store",
  } as const;
  const limits = { maxPixels: 1, maxBytes: 2, maxFrames: 3 };
  const objectTags = { team: "web", cost: pulumi.output("from elsewhere") };

  const graph = await pipeline({ ...rendition, objectTags, ...limits, outputNaming: OutputNaming.append });

  t.deepEqual(settings(graph), {
    sourceBucket: "images-source",
    outputNaming: "append",
    limits,
    renditions: [{ name: "default", bucket: "images-output", ...rendition }],
  });
});

test("options of the function land on it", async (t) => {
  const graph = await pipeline({
    memoryMiB: 512,
    timeoutSeconds: 30,
    architecture: Architecture.x86_64,
    reservedConcurrency: 5,
    logRetentionDays: 7,
  });

  const { inputs } = find(graph, "images-compressor");
  t.like(inputs, {
    memorySize: 512,
    timeout: 30,
    architectures: ["x86_64"],
    reservedConcurrentExecutions: 5,
  });
  t.deepEqual(find(graph, "images-sharp").inputs.compatibleArchitectures, ["x86_64"]);
  t.is(find(graph, "images-compressor-logs").inputs.retentionInDays, 7);
});

test("the function runs what was built, and writes JSON to its own log", async (t) => {
  const graph = await pipeline();

  const { inputs } = find(graph, "images-compressor");
  t.like(inputs, {
    runtime: "nodejs24.x",
    handler: "index.handler",
    memorySize: 1769,
    timeout: 60,
    architectures: ["arm64"],
    reservedConcurrentExecutions: undefined,
    layers: ["arn:aws:lambda:eu-central-1:123456789012:layer:images-sharp:1"],
    loggingConfig: { logFormat: "JSON", logGroup: "images-compressor-logs" },
  });
  t.regex(await archivePath(inputs.code), /dist\/handler$/);
  t.regex(await archivePath(find(graph, "images-sharp").inputs.code), /dist\/layers\/arm64$/);
});

async function archivePath(archive: unknown): Promise<string> {
  return archive instanceof pulumi.asset.FileArchive ? archive.path : "";
}

test("an event is tried three times within six hours, and then kept for 14 days", async (t) => {
  const graph = await pipeline();

  t.deepEqual(find(graph, "images-compressor-retries").inputs, {
    functionName: "images-compressor",
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: 21_600,
  });
  t.deepEqual(find(graph, "images-compressor").inputs.deadLetterConfig, {
    targetArn: "arn:aws:sqs:eu-central-1:123456789012:images-dead-letters",
  });
  t.is(find(graph, "images-dead-letters").inputs.messageRetentionSeconds, 1_209_600);
});

const rule = {
  lambdaFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:images-compressor",
  events: ["s3:ObjectCreated:*"],
};

test("without a prefix or suffixes one rule looks at every key", async (t) => {
  const graph = await pipeline({ uploadSuffixes: [] });

  t.deepEqual(find(graph, "images-uploads").inputs, {
    bucket: "images-source",
    lambdaFunctions: [{ id: "compress-1", ...rule }],
  });
});

test("every suffix has a rule for each of its distinct cases, under the prefix", async (t) => {
  const graph = await pipeline({ uploadPrefix: "in/", uploadSuffixes: [".Png", "_1"] });

  t.deepEqual(
    find(graph, "images-uploads").inputs.lambdaFunctions,
    [".png", ".PNG", "_1"].map((filterSuffix, index) => ({
      id: `compress-${index + 1}`,
      ...rule,
      filterPrefix: "in/",
      filterSuffix,
    })),
  );
});

const always = [
  {
    id: "abort-incomplete-uploads",
    status: "Enabled",
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
];

test("by default only what was overwritten or deleted expires", async (t) => {
  const graph = await pipeline();

  t.deepEqual(find(graph, "images-output-lifecycle").inputs.rules, always);
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, [
    ...always,
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ]);
});

test("originals are archived and expire under the prefix only", async (t) => {
  const graph = await pipeline({
    uploadPrefix: "in/",
    archiveOriginalsAfterDays: 10,
    expireOriginalsAfterDays: 100,
    expireNoncurrentAfterDays: 5,
  });

  const originals = { status: "Enabled", filter: { prefix: "in/" } };
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, [
    ...always,
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      noncurrentVersionExpiration: { noncurrentDays: 5 },
    },
    { id: "archive-originals", ...originals, transitions: [{ days: 10, storageClass: "GLACIER_IR" }] },
    { id: "expire-originals", ...originals, expiration: { days: 100 } },
  ]);
});

test("tags are on every resource that can carry some", async (t) => {
  const { resources } = await pipeline({ tags: { team: pulumi.output("web") } });

  const tagged = resources.filter(({ inputs }) => inputs.tags !== undefined);
  t.true(tagged.every(({ inputs }) => (inputs.tags as { team: string }).team === "web"));
  t.deepEqual(tagged.map(({ name }) => name).sort(), [
    "images-compressor",
    "images-compressor-logs",
    "images-compressor-role",
    "images-dead-letters",
    "images-dead-letters-alarm",
    "images-duration-alarm",
    "images-errors-alarm",
    "images-output",
    "images-source",
    "images-throttles-alarm",
  ]);
});

test("the role may tag outputs when outputs have tags", async (t) => {
  const actions = async (args: ImageCompressionPipelineArgs) => {
    const policy = json(await pipeline(args), "images-compressor-policy", "policy");
    return JSON.stringify(policy).includes("s3:PutObjectTagging");
  };

  t.true(await actions({ objectTags: { team: "web" } }));
  t.false(await actions({}));
  t.false(await actions({ objectTags: {} }));
});
