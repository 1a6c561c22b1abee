import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import {
  Architecture,
  Format,
  type ImageCompressionPipelineArgs,
  OutputNaming,
} from "../../../components/index.ts";
import { find, json } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { settingsOf as settings } from "../../helpers/graph/settings.ts";

const defaultSettings = {
  sourceBucket: "images-source",
  outputNaming: "replace",
  limits: { maxPixels: 100_000_000, maxBytes: 52_428_800, maxFrames: 500, memoryMiB: 1769 },
  renditions: [
    {
      name: "default",
      bucket: "images-output",
      quality: 80,
      scale: 1,
      format: "jpeg",
      background: "#ffffff",
      metadata: "strip",
      effort: "balanced",
      outputPrefix: "",
      outputSuffix: "",
    },
  ],
};

test("without options the function gets the defaults", async (t) => {
  t.deepEqual(settings(await evaluatePipeline()), defaultSettings);
});

test("an option that is explicitly undefined keeps its default", async (t) => {
  const unset: Record<string, unknown> = { quality: undefined, uploadSuffixes: undefined, tags: undefined };

  const graph = await evaluatePipeline(unset);

  t.deepEqual(settings(graph), defaultSettings);
});

test("options of outputs reach the function's settings", async (t) => {
  const rendition = {
    quality: 40,
    scale: 0.3,
    maxDimension: 1600,
    format: Format.webp,
    background: "#000000",
    metadata: "keep",
    effort: "fast",
    outputPrefix: "small/",
    outputSuffix: "-s",
    objectTags: { team: "web", cost: "from elsewhere" },
    cacheControl: "no-store",
  } as const;
  const limits = { maxPixels: 1, maxBytes: 2, maxFrames: 3, memoryMiB: 1769 };
  const objectTags = { team: "web", cost: pulumi.output("from elsewhere") };

  const graph = await evaluatePipeline({
    ...rendition,
    objectTags,
    ...limits,
    outputNaming: OutputNaming.append,
    mirrorDeletions: true,
  });

  t.deepEqual(settings(graph), {
    sourceBucket: "images-source",
    outputNaming: "append",
    mirrorDeletions: true,
    limits,
    renditions: [{ name: "default", bucket: "images-output", ...rendition }],
  });
});

test("options of the function's resources are set on them", async (t) => {
  const graph = await evaluatePipeline({
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

test("the function runs the built bundle, and writes JSON to its own log", async (t) => {
  const graph = await evaluatePipeline();

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
  t.regex(await archivePath(inputs.code), /dist\/function$/);
  t.regex(await archivePath(find(graph, "images-sharp").inputs.code), /dist\/layers\/arm64$/);
});

async function archivePath(archive: unknown): Promise<string> {
  return archive instanceof pulumi.asset.FileArchive ? archive.path : "";
}

test("an event is tried three times within six hours, and then kept for 14 days", async (t) => {
  const graph = await evaluatePipeline();

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

test("the role may tag outputs when outputs have tags", async (t) => {
  const actions = async (args: ImageCompressionPipelineArgs) => {
    const policy = json(await evaluatePipeline(args), "images-compressor-role-policy", "policy");
    return JSON.stringify(policy).includes("s3:PutObjectTagging");
  };

  t.true(await actions({ objectTags: { team: "web" } }));
  t.false(await actions({}));
  t.false(await actions({ objectTags: {} }));
});

test("the role may delete outputs when deletions are mirrored, and nothing else", async (t) => {
  const graph = await evaluatePipeline({
    uploadPrefix: "in/",
    outputNaming: OutputNaming.append,
    mirrorDeletions: true,
  });

  const { Statement } = json(graph, "images-compressor-role-policy", "policy") as {
    Statement: { Action: string[]; Resource: string[] }[];
  };
  const deleting = Statement.filter(({ Action }) => Action.includes("s3:DeleteObject"));
  t.deepEqual(
    deleting.map(({ Resource }) => Resource),
    [["arn:aws:s3:::images-output/in/*"]],
  );
});
