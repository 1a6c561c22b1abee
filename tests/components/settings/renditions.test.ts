import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../../components/index.ts";
import type { RenditionSettings } from "../../../contract/settings.ts";
import { evaluate, type Graph, json } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { settingsOf } from "../../helpers/graph/settings.ts";

function renditions(graph: Graph): RenditionSettings[] {
  return settingsOf(graph).renditions;
}

function grants(graph: Graph): [string, string][] {
  const policy = json(graph, "images-compressor-role-policy", "policy") as {
    Statement: { Action: string[]; Resource: string[] }[];
  };
  return policy.Statement.flatMap(({ Action, Resource }) =>
    Action.filter((action) => action.startsWith("s3:")).flatMap((action) =>
      Resource.map((resource): [string, string] => [action.slice(3), resource.replace("arn:aws:s3:::", "")]),
    ),
  );
}

const own = {
  quality: 60,
  scale: 0.5,
  maxDimension: 2048,
  format: "webp",
  background: "#000000",
  metadata: "copyright",
  effort: "smallest",
  outputPrefix: "big/",
  outputSuffix: "-big",
  objectTags: { team: "web" },
  cacheControl: "no-store",
} as const;

test("a rendition inherits the pipeline's options, and takes its suffix from its name", async (t) => {
  const graph = await evaluatePipeline({ ...own, renditions: [{ name: "thumbnail" }], web: {} });

  t.deepEqual(renditions(graph), [
    { name: "default", bucket: "images-output", ...own },
    { name: "thumbnail", bucket: "images-output", ...own, outputSuffix: "-thumbnail" },
    { name: "web", bucket: "images-web", ...own },
  ]);
});

const other = {
  quality: 1,
  scale: 0.1,
  maxDimension: 100,
  format: "png",
  background: "#ffffff",
  metadata: "keep",
  effort: "fast",
  outputPrefix: "",
  outputSuffix: "",
  objectTags: { team: "shop" },
  cacheControl: "max-age=1",
} as const;

test("a rendition may set everything for itself", async (t) => {
  const graph = await evaluatePipeline({ ...own, renditions: [{ name: "small", ...other }], web: other });

  t.deepEqual(renditions(graph).slice(1), [
    { name: "small", bucket: "images-output", ...other },
    { name: "web", bucket: "images-web", ...other },
  ]);
});

test("an explicitly undefined field is inherited, and an empty map means no tags", async (t) => {
  const unset: Record<string, unknown> = { name: "small", quality: undefined, outputSuffix: undefined };
  const graph = await evaluatePipeline({
    ...own,
    renditions: [unset] as unknown as NonNullable<ImageCompressionPipelineArgs["renditions"]>,
    web: { objectTags: {} },
  });

  const [, small, web] = renditions(graph);
  t.like(small, { quality: 60, outputSuffix: "-small" });
  t.is(web?.objectTags, undefined);
});

test("tags of renditions may be outputs of other resources", async (t) => {
  const objectTags = { team: pulumi.output("web") };

  const graph = await evaluatePipeline({ renditions: [{ name: "small", objectTags }], web: { objectTags } });

  t.deepEqual(
    renditions(graph).map(({ objectTags: known }) => known),
    [undefined, { team: "web" }, { team: "web" }],
  );
});

test("the role may write exactly what each rendition writes, and tag where it has tags", async (t) => {
  const graph = await evaluatePipeline({
    uploadPrefix: "in/",
    renditions: [{ name: "a" }, { name: "b", outputPrefix: "b/", objectTags: { team: "web" } }],
    web: { outputPrefix: "w/" },
  });

  t.deepEqual(grants(graph), [
    ["GetObject", "images-source/in/*"],
    ["ListBucket", "images-source"],
    ["ListBucket", "images-output"],
    ["ListBucket", "images-web"],
    ["GetObject", "images-output/in/*"],
    ["GetObject", "images-output/b/in/*"],
    ["GetObject", "images-web/w/in/*"],
    ["PutObject", "images-output/in/*"],
    ["PutObject", "images-output/b/in/*"],
    ["PutObject", "images-web/w/in/*"],
    ["PutObjectTagging", "images-output/b/in/*"],
  ]);
});

for (const [uploadPrefix, outputNaming, written] of [
  ["in/img.", "replace", "in/img*"],
  ["in/img.", "append", "in/img.*"],
  ["in.2/img", "replace", "in.2/img*"],
] as const) {
  test(`the role may write every output of sources below ${uploadPrefix} with ${outputNaming}`, async (t) => {
    const graph = await evaluatePipeline({ uploadPrefix, outputNaming });

    const put = grants(graph).filter(([action]) => action === "PutObject");
    t.deepEqual(put, [["PutObject", `images-output/${written}`]]);
  });
}

test("the third bucket is configured like the output bucket", async (t) => {
  const { resources } = await evaluatePipeline({ web: {}, tags: { team: "web" } });

  const made = (bucket: string) =>
    resources
      .filter(({ name }) => name === bucket || name.startsWith(`${bucket}-`))
      .map((resource) => JSON.parse(JSON.stringify(resource).replaceAll(bucket, "images-b")));
  t.is(made("images-web").length, 6);
  t.deepEqual(made("images-web"), made("images-output"));
});

test("the third bucket is on the dashboard, and its name an output", async (t) => {
  const graph = await evaluatePipeline({ web: {} });

  const body = JSON.stringify(json(graph, "images-dashboard", "dashboardBody"));
  t.is(body.match(/"BucketName","images-web"/g)?.length, 2);
  t.is(graph.outputs.webBucketName, "images-web");
});

test("without the option there is no third bucket", async (t) => {
  const graph = await evaluate((opts) => new ImageCompressionPipeline("images", {}, opts));

  t.false("webBucketName" in graph.outputs);
  t.false(JSON.stringify(graph.resources).includes("images-web"));
});
