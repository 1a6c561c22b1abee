// The program: one pipeline, with the options of the stack's configuration.
import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "./components/index.ts";
import { stackOptions } from "./components/options/stack-options.ts";

const options = stackOptions(pulumi.runtime.allConfig(), pulumi.getProject());
const pipeline = new ImageCompressionPipeline("images", options);

const outputs = {
  sourceBucketName: pipeline.sourceBucketName,
  outputBucketName: pipeline.outputBucketName,
  webBucketName: pipeline.webBucketName,
  functionName: pipeline.functionName,
  functionArn: pipeline.functionArn,
  deadLetterQueueUrl: pipeline.deadLetterQueueUrl,
  dashboardName: pipeline.dashboardName,
  alarmTopicArn: pipeline.alarmTopicArn,
};

// Pulumi warns of each undefined output on every run.
export default Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== undefined));
