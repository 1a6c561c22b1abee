// The program: one pipeline, with the options of the stack's configuration.
import * as pulumi from "@pulumi/pulumi";
import { secretsProblem, withSecrets } from "./components/checks/stack-secrets.ts";
import { ImageCompressionPipeline } from "./components/index.ts";
import { stackOptions, strayOptions } from "./components/options/stack-options.ts";
import { unmeantValues } from "./components/options/unmeant-values.ts";
import { readRewritten } from "./config/rewritten.ts";

const [config, project] = [pulumi.runtime.allConfig(), pulumi.getProject()];
const stray = strayOptions(config, project, `Pulumi.${pulumi.getStack()}.yaml`);
if (stray !== undefined) throw new pulumi.RunError(stray);
const rewritten = readRewritten(import.meta.dirname, project, pulumi.getStack());
for (const hint of unmeantValues(config, project, rewritten)) await pulumi.log.warn(hint);
// The SDK's types leave it out.
const { isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & { isConfigSecret(key: string): boolean };
const secretKeys = Object.keys(config).filter((key) => isConfigSecret(key));
const options = stackOptions(config, project);
const refused = secretsProblem(options, secretKeys, project);
if (refused !== undefined) throw new pulumi.RunError(refused);
const hidden = withSecrets(options, secretKeys, project, pulumi.secret);
const pipeline = new ImageCompressionPipeline("images", hidden);

const outputs = {
  sourceBucketName: pipeline.sourceBucketName,
  sourceBucketArn: pipeline.sourceBucketArn,
  outputBucketName: pipeline.outputBucketName,
  outputBucketArn: pipeline.outputBucketArn,
  outputBucketDomainName: pipeline.outputBucketDomainName,
  webBucketName: pipeline.webBucketName,
  webBucketArn: pipeline.webBucketArn,
  webBucketDomainName: pipeline.webBucketDomainName,
  functionName: pipeline.functionName,
  functionArn: pipeline.functionArn,
  functionRoleArn: pipeline.functionRoleArn,
  deadLetterQueueUrl: pipeline.deadLetterQueueUrl,
  deadLetterQueueArn: pipeline.deadLetterQueueArn,
  dashboardName: pipeline.dashboardName,
  dashboardUrl: pipeline.dashboardUrl,
  alarmTopicArn: pipeline.alarmTopicArn,
};

// Pulumi warns of each undefined output on every run.
export default Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== undefined));
