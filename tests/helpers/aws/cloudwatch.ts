import { DatabaseSync } from "node:sqlite";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { openCloudWatch } from "../../../local/aws/cloudwatch/cloudwatch.ts";
import { evaluate } from "../../../local/stack/evaluate.ts";
import { type LocalStack, readStack } from "../../../local/stack/stack.ts";

export const minuteMs = 60_000;

/**
 * Returns the local run's stack for a pipeline with these options. Calls may not overlap: Pulumi's runtime is
 * global.
 */
export async function stackOf(args: ImageCompressionPipelineArgs, name = "images"): Promise<LocalStack> {
  const load = async () => {
    const pipeline = new ImageCompressionPipeline(name, args);
    const { sourceBucketName, outputBucketName, webBucketName, functionArn } = pipeline;
    return { sourceBucketName, outputBucketName, webBucketName, functionArn };
  };
  return readStack(await evaluate(load, { project: "p", stack: "dev", values: {} }));
}

/** Opens an empty CloudWatch for such a stack. A test moves its clock. */
export function openCloudWatchOf(stack: LocalStack, database = new DatabaseSync(":memory:")) {
  const clock = { now: Date.UTC(2026, 0, 15, 12) };
  return { stack, database, clock, cloudWatch: openCloudWatch(stack, database, () => clock.now) };
}
