import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { inlineStack, onEngine, startEngine, upChanges } from "../helpers/engine/engine.ts";

onEngine(
  "taking `web` away ends all writing to its bucket, and keeps it while it holds objects",
  async (t) => {
    const engine = await startEngine(t);
    let args: ImageCompressionPipelineArgs = { web: {} };
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);
    const bucket = engine.account.list("aws:s3/bucket:Bucket").find(({ id }) => id.startsWith("images-web-"));
    engine.account.objects.set(bucket?.id ?? "", ["uploads/a.jpg"]);

    args = {};
    const error = await t.throwsAsync(stack.up());

    t.regex(String(error), new RegExp(`deleting S3 Bucket \\(${bucket?.id}\\): BucketNotEmpty`));
    const writers = ["aws:lambda/function:Function", "aws:iam/rolePolicy:RolePolicy"] as const;
    for (const type of writers) t.notRegex(JSON.stringify(engine.account.list(type)), /images-web-/);
    args = { web: {} };
    t.false("images-web" in (await upChanges(stack)));
  },
);
