import { DatabaseSync } from "node:sqlite";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { openCloudWatch } from "../../../local/aws/cloudwatch/cloudwatch.ts";
import { evaluate } from "../../../local/stack/evaluate.ts";
import { type LocalStack, readStack } from "../../../local/stack/stack.ts";

export const minuteMs = 60_000;

/** The stack that the local run would have of a pipeline with these options. Not two at once: Pulumi's runtime is global. */
export async function stackOf(args: ImageCompressionPipelineArgs, name = "images"): Promise<LocalStack> {
  const load = async () => {
    const pipeline = new ImageCompressionPipeline(name, args);
    const { sourceBucketName, outputBucketName, webBucketName, functionArn } = pipeline;
    return { sourceBucketName, outputBucketName, webBucketName, functionArn };
  };
  return readStack(await evaluate(load, { project: "p", stack: "dev", values: {} }));
}

/** CloudWatch of such a stack, whose clock a test moves, with nothing in it yet. */
export function openCloudWatchOf(stack: LocalStack, database = new DatabaseSync(":memory:")) {
  const clock = { now: Date.UTC(2026, 0, 15, 12) };
  return { stack, database, clock, cloudWatch: openCloudWatch(stack, database, () => clock.now) };
}
