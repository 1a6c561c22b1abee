// The program: one pipeline, with the options of the stack's configuration.
import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "./components/index.ts";
import { stackOptions } from "./components/options/stack-options.ts";

const options = stackOptions(pulumi.runtime.allConfig(), pulumi.getProject());
const pipeline = new ImageCompressionPipeline("images", options);

export const {
  sourceBucketName,
  outputBucketName,
  webBucketName,
  functionName,
  functionArn,
  deadLetterQueueUrl,
  dashboardName,
  alarmTopicArn,
} = pipeline;
