import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { folderStack, inlineStack, onEngine, startEngine, upChanges } from "../helpers/engine/engine.ts";
import { replaceProgram } from "../helpers/engine/program.ts";
import { putExisting } from "./existing.ts";
import { existing } from "./option-changes.ts";

onEngine("a change of `ingestion` changes the one notification in place, every time", async (t) => {
  const engine = await startEngine(t);
  let args: ImageCompressionPipelineArgs = {};
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", args);
  });
  await upChanges(stack);

  const steps: (string | undefined)[] = [];
  for (const ingestion of ["eventbridge", "queue", "direct"] as const) {
    args = { ingestion };
    steps.push((await upChanges(stack))["images-source-notification"]);
  }

  t.deepEqual(steps, ["update", "update", "update"]);
  t.is(engine.account.list("aws:s3/bucketNotification:BucketNotification").length, 1);
  t.deepEqual(engine.account.list("aws:lambda/eventSourceMapping:EventSourceMapping"), []);
  t.deepEqual(engine.account.list("aws:cloudwatch/eventRule:EventRule"), []);
});

/** The faults of these pipelines show only once the names of buckets, or the region, are known. */
const faults = `
  import { ImageCompressionPipeline } from "./components/index.ts";
  const { outputBucketName } = new ImageCompressionPipeline("avatars", { sourceBucket: "photos" });
  new ImageCompressionPipeline("products", { sourceBucket: outputBucketName.apply(() => "photos") });

  const named = ({ name, props, opts }) => ({ props: name === "loop-output" ? { ...props, bucket: "pond" } : props, opts });
  new ImageCompressionPipeline("loop", { sourceBucket: "pond" }, { transformations: [named] });

  new ImageCompressionPipeline("images", { kmsKeyArn: outputBucketName, alarmTopicArns: [outputBucketName] });
  new ImageCompressionPipeline("told", { alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:on-call"] });`;

onEngine(
  "faults that depend on other resources' names or the region are all refused in preview, by name",
  async (t) => {
    const engine = await startEngine(t);
    const stack = await folderStack(engine, replaceProgram(t, faults), "dev");

    const text = String(await t.throwsAsync(stack.preview()));

    t.regex(text, /The pipelines "avatars" and "products" would both look at keys that begin with ""/);
    t.regex(text, /Pipelines must not read what they write, .* received "loop" → "loop"/);
    t.regex(text, /`kmsKeyArn` must be the ARN of a KMS key, .*; received "avatars-output-[0-9a-f]{7}"/);
    t.regex(
      text,
      /`alarmTopicArns` must be topics of the stack's region, us-east-1; received "arn:aws:sns:eu-west-1/,
    );
    t.regex(text, /`alarmTopicArns` must be a list .*; received \["avatars-output-[0-9a-f]{7}"\]/);
  },
);

onEngine("with a key that no service may use, AWS refuses the log", async (t) => {
  const engine = await startEngine(t);
  putExisting(engine.account, '{ "Statement": [] }');
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", { kmsKeyArn: existing.keyArn });
  });

  const error = await t.throwsAsync(stack.up());

  t.regex(String(error), /KMS Key Id could not be found or is not allowed/);
});
