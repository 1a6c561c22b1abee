import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createAlarmTopic, topicsOfRegion } from "./alarms/alarm-topic.ts";
import { createAlarms } from "./alarms/alarms.ts";
import { type Buckets, createBuckets } from "./buckets/buckets.ts";
import { createDashboard, createSavedQueries, dashboardUrl } from "./dashboard/dashboard.ts";
import { findAssets } from "./function/assets.ts";
import { type Compressor, createCompressor } from "./function/compressor.ts";
import { createRole } from "./function/role.ts";
import { createIngestion } from "./ingestion/ingestion.ts";
import { createQueue } from "./ingestion/queues.ts";
import type { ImageCompressionPipelineArgs } from "./options/options.ts";
import { hideAddresses, hideTags } from "./secrets.ts";
import { joinSiblings } from "./siblings.ts";
import { refusedLater, validOptions } from "./valid-options.ts";

type Outputs = Record<
  Exclude<keyof ImageCompressionPipeline, keyof pulumi.ComponentResource>,
  pulumi.Output<string> | undefined
>;

const token = "image-compression-pipeline:index:ImageCompressionPipeline";

/** A bucket to upload images to, a bucket where each appears compressed, and what is needed to run this. */
export class ImageCompressionPipeline extends pulumi.ComponentResource {
  /** The bucket to upload to. */
  readonly sourceBucketName!: pulumi.Output<string>;
  /** The ARN of the bucket to upload to, for policies. */
  readonly sourceBucketArn!: pulumi.Output<string>;
  /** The bucket of the outputs. */
  readonly outputBucketName!: pulumi.Output<string>;
  /** The ARN of the bucket of the outputs, for policies. */
  readonly outputBucketArn!: pulumi.Output<string>;
  /** The regional domain name of the bucket of the outputs, for an origin of a CDN. */
  readonly outputBucketDomainName!: pulumi.Output<string>;
  /** The third bucket, made for the option `web`; absent without it. */
  readonly webBucketName?: pulumi.Output<string>;
  /** The ARN of the third bucket; absent without the option `web`. */
  readonly webBucketArn?: pulumi.Output<string>;
  /** The regional domain name of the third bucket; absent without the option `web`. */
  readonly webBucketDomainName?: pulumi.Output<string>;
  /** The Lambda function, and the value of the dimension `Pipeline` of its metrics. */
  readonly functionName!: pulumi.Output<string>;
  /** The ARN of the function, for permissions and other resources. */
  readonly functionArn!: pulumi.Output<string>;
  /** The ARN of the function's role, for policies of keys and buckets that the function reads. */
  readonly functionRoleArn!: pulumi.Output<string>;
  /** The SQS queue of events whose attempts all failed; it keeps them for 14 days. */
  readonly deadLetterQueueUrl!: pulumi.Output<string>;
  /** The ARN of the queue of failed events, for alarms and policies. */
  readonly deadLetterQueueArn!: pulumi.Output<string>;
  /** The CloudWatch dashboard, in the region of the stack. */
  readonly dashboardName!: pulumi.Output<string>;
  /** The address of the dashboard in AWS's console. */
  readonly dashboardUrl!: pulumi.Output<string>;
  /** The topic of the option `alarmEmails`, which further alarms may use; absent without it. */
  readonly alarmTopicArn?: pulumi.Output<string>;

  /**
   * @param name Begins the names of all resources: a letter, then letters, digits and `-`, at most 40 in all.
   * @throws {pulumi.ResourceError} If options are wrong, naming every one; if the function is not built; or if the
   *   pipeline and another one of the program would be in each other's way.
   */
  constructor(name: string, args: ImageCompressionPipelineArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super(token, name, hideAddresses(args), {
      ...opts,
      transformations: [...(opts?.transformations ?? []), hideTags],
    });
    const refused = refusedLater(name, args, this);
    if (refused !== undefined) {
      this.sourceBucketName = refused;
      return;
    }
    const options = validOptions(name, args, this);
    const assets = findAssets(options.architecture, this);
    const checkBuckets = joinSiblings(name, options, args.sourceBucket, this);

    const role = createRole(name, options, this);
    const buckets = createBuckets(name, options, role, this);
    const siblingsChecked = checkBuckets(buckets);
    const deadLetters = createQueue(`${name}-dead-letters`, options, {}, this);
    const ends = { source: buckets.source, deadLetters };
    const { connect, uploads, rules } = createIngestion(name, options, ends, this);
    const inputs = { role, buckets, deadLetters, uploads, assets, siblingsChecked };
    const compressor = createCompressor(name, options, inputs, this);
    connect(compressor);
    const topic = createAlarmTopic(name, options, this);
    const topicArns = [...(topic === undefined ? [] : [topic.arn]), ...topicsOfRegion(options, this)];
    const watched = { ...compressor, deadLetters, uploads, rules, topicArns };
    const alarms = createAlarms(name, options, watched, this);
    const shown = { buckets, deadLetters, uploads, rules, alarms };
    const dashboard = createDashboard(name, options, compressor, shown, this);
    createSavedQueries(name, compressor, this);

    const outputs = outputsOf({ role, buckets, compressor, deadLetters, dashboard, topic });
    Object.assign(this, outputs);
    this.registerOutputs(outputs);
  }
}

interface Made {
  role: aws.iam.Role;
  buckets: Buckets;
  compressor: Compressor;
  deadLetters: aws.sqs.Queue;
  dashboard: aws.cloudwatch.Dashboard;
  topic: aws.sns.Topic | undefined;
}

function outputsOf({ role, buckets, compressor, deadLetters, dashboard, topic }: Made): Outputs {
  const { source, output, web } = buckets;
  return {
    sourceBucketName: source.bucket,
    sourceBucketArn: source.arn,
    outputBucketName: output.bucket,
    outputBucketArn: output.arn,
    outputBucketDomainName: output.bucketRegionalDomainName,
    webBucketName: web?.bucket,
    webBucketArn: web?.arn,
    webBucketDomainName: web?.bucketRegionalDomainName,
    functionName: compressor.function.name,
    functionArn: compressor.function.arn,
    functionRoleArn: role.arn,
    deadLetterQueueUrl: deadLetters.url,
    deadLetterQueueArn: deadLetters.arn,
    dashboardName: dashboard.dashboardName,
    dashboardUrl: pulumi
      .all([compressor.function.arn, dashboard.dashboardName])
      .apply((all) => dashboardUrl(...all)),
    alarmTopicArn: topic?.arn,
  };
}
