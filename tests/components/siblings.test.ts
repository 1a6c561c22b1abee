import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { withDefaults } from "../../components/checks/check-options.ts";
import { loopProblem, sharingProblem } from "../../components/checks/sibling-problems.ts";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { evaluate } from "../helpers/graph/graph.ts";

type Args = ImageCompressionPipelineArgs;

/** Returns the reason why two pipelines cannot share a bucket. */
function sharing(first: Args, second: Args): string | undefined {
  return sharingProblem(
    { name: "avatars", options: withDefaults({ ...first }) },
    { name: "products", options: withDefaults({ ...second }) },
  );
}

const photos = { sourceBucket: "photos" };
const managed = { ...photos, manageNotifications: true };
const [avatars, products] = [{ uploadPrefix: "avatars/" }, { uploadPrefix: "products/" }];

const overwriting =
  'The pipelines "avatars" and "products" would overwrite each other\'s notifications, of which S3 keeps one configuration per bucket: leave `manageNotifications` out of "products", and give both `ingestion: "eventbridge"`';
const deaf = (other: string, owner: string, ingestion: string) =>
  `The pipeline "${other}" would hear nothing of the bucket of "${owner}", which sends its events elsewhere: give "${owner}" \`ingestion: "eventbridge"\`; received "${ingestion}"`;
const overlapping = (prefix: string) =>
  `The pipelines "avatars" and "products" would both look at keys that begin with "${prefix}" in one bucket: give them an \`uploadPrefix\` each of which neither begins with the other, or \`uploadSuffixes\` none of which ends with one of the other's`;

const pairs: [title: string, first: Args, second: Args, problem: string | undefined][] = [
  ["distinct prefixes", { ...photos, ...avatars }, { ...photos, ...products }, undefined],
  ["one that owns the notifications", { ...managed, ...avatars }, { ...photos, ...products }, undefined],
  ["two that own the notifications", { ...managed, ...avatars }, { ...managed, ...products }, overwriting],
  ["a bucket that is made, and its owner", { ...avatars }, { ...managed, ...products }, overwriting],
  [
    "a bucket that is made and sends elsewhere",
    { ...avatars },
    { ...photos, ...products },
    deaf("products", "avatars", "direct"),
  ],
  [
    "a bucket that is made and sends to EventBridge",
    { ...avatars, ingestion: "eventbridge" },
    { ...photos, ...products },
    undefined,
  ],
  [
    "a bucket whose new owner sends elsewhere",
    { ...photos, ...avatars },
    { ...managed, ...products, ingestion: "queue" },
    deaf("avatars", "products", "queue"),
  ],
  ["no prefixes", photos, photos, overlapping("")],
  ["a prefix within all keys", photos, { ...photos, ...products }, overlapping("products/")],
  [
    "a prefix that begins with the other's",
    { ...photos, uploadPrefix: "a/b" },
    { ...photos, uploadPrefix: "a/" },
    overlapping("a/b"),
  ],
  [
    "suffixes that have nothing in common",
    { ...photos, uploadSuffixes: [".png", ".gif"] },
    { ...photos, uploadSuffixes: [".jpg"] },
    undefined,
  ],
  [
    "suffixes one of which ends with the other in another case",
    { ...photos, uploadSuffixes: [".jpg", "-a.PNG"] },
    { ...photos, uploadSuffixes: [".png"] },
    overlapping(""),
  ],
  ["suffixes on one side only", photos, { ...photos, uploadSuffixes: [".png"] }, overlapping("")],
];

for (const [title, first, second, problem] of pairs) {
  test(`two pipelines on one bucket with ${title}`, (t) => {
    t.is(sharing(first, second), problem);
  });
}

function named(name: string, source: string, ...outputs: string[]) {
  return { name, source, outputs, options: withDefaults({ sourceBucket: source }) };
}

test("pipelines in a loop are named in its order", (t) => {
  const others = [named("a", "one", "two", "w"), named("c", "x", "y"), named("b", "two", "three")];
  const path = (names: string) =>
    `Pipelines must not read what they write, directly or by way of others; received ${names}, where each one's output bucket is the next one's \`sourceBucket\``;

  t.is(loopProblem(named("d", "three", "one"), others), path('"d" → "a" → "b" → "d"'));
  t.is(loopProblem(named("d", "w", "w"), others), path('"d" → "d"'));
  t.is(loopProblem(named("d", "three", "four"), others), undefined);
  t.is(loopProblem(named("d", "four", "one"), others), undefined);
});

/** Returns the message with which a program of these pipelines is refused. */
async function refusal(program: (create: (name: string, args: Args) => ImageCompressionPipeline) => void) {
  try {
    await evaluate((opts) => {
      program((name, args) => new ImageCompressionPipeline(name, args, opts));
      return {};
    });
    return undefined;
  } catch (error) {
    if (!pulumi.ResourceError.isInstance(error)) throw error;
    return error.message;
  }
}

test("the same name is the same bucket", async (t) => {
  const message = await refusal((create) => {
    create("avatars", { ...photos, ...avatars });
    create("products", photos);
  });

  t.is(message, overlapping("avatars/"));
});

test("the same output is the same bucket, before it has a name", async (t) => {
  const message = await refusal((create) => {
    const { bucket: sourceBucket } = new aws.s3.Bucket("uploads");
    create("avatars", { sourceBucket, ...avatars });
    create("products", { sourceBucket });
  });

  t.is(message, overlapping("avatars/"));
});

test("the output of a pipeline that made the bucket, or took it over, is that bucket", async (t) => {
  const made = await refusal((create) => {
    const { sourceBucketName } = create("avatars", { ...avatars });
    create("products", { sourceBucket: sourceBucketName, ...products });
  });
  const adopted = await refusal((create) => {
    const { sourceBucketName } = create("avatars", { ...photos, ...avatars });
    create("products", { sourceBucket: sourceBucketName });
  });

  t.is(made, deaf("products", "avatars", "direct"));
  t.is(adopted, overlapping("avatars/"));
});

test("pipelines on other buckets, and those of other programs, are no siblings", async (t) => {
  const alone = () =>
    refusal((create) => {
      create("avatars", photos);
      create("products", { sourceBucket: "scans" });
      create("made", {});
    });

  t.is(await alone(), undefined);
  t.is(await alone(), undefined);
});

test("a chain, in which one pipeline reads the other's outputs, is no loop", async (t) => {
  const message = await refusal((create) => {
    const { outputBucketName } = create("avatars", { ingestion: "eventbridge" });
    create("products", { sourceBucket: outputBucketName });
  });

  t.is(message, undefined);
});
