// The program: one pipeline, with the options of the stack's configuration.
import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "./components/index.ts";
import { stackOptions, strayOptions } from "./components/options/stack-options.ts";

const [config, project] = [pulumi.runtime.allConfig(), pulumi.getProject()];
const stray = strayOptions(config, project, `Pulumi.${pulumi.getStack()}.yaml`);
if (stray !== undefined) throw new pulumi.RunError(stray);
const options = stackOptions(config, project);
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
