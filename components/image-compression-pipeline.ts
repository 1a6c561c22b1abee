import * as pulumi from "@pulumi/pulumi";
import { createAlarmTopic, topicsOfRegion } from "./alarms/alarm-topic.ts";
import { createAlarms } from "./alarms/alarms.ts";
import { createBuckets } from "./buckets/buckets.ts";
import { createDashboard, createSavedQueries } from "./dashboard/dashboard.ts";
import { findAssets } from "./function/assets.ts";
import { createCompressor } from "./function/compressor.ts";
import { createIngestion } from "./ingestion/ingestion.ts";
import { createQueue } from "./ingestion/queues.ts";
import type { ImageCompressionPipelineArgs } from "./options/options.ts";
import { joinSiblings } from "./siblings.ts";
import { validOptions } from "./valid-options.ts";

/** A bucket to upload images to, a bucket where each appears compressed, and what is needed to run this. */
export class ImageCompressionPipeline extends pulumi.ComponentResource {
  /** The bucket to upload to. */
  readonly sourceBucketName: pulumi.Output<string>;
  /** The bucket of the outputs. */
  readonly outputBucketName: pulumi.Output<string>;
  /** The third bucket, made for the option `web`; absent without it. */
  readonly webBucketName?: pulumi.Output<string>;
  /** The Lambda function, and the value of the dimension `Pipeline` of its metrics. */
  readonly functionName: pulumi.Output<string>;
  /** The ARN of the function, for permissions and other resources. */
  readonly functionArn: pulumi.Output<string>;
  /** The SQS queue of events whose attempts all failed; it keeps them for 14 days. */
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  /** The CloudWatch dashboard, in the region of the stack. */
  readonly dashboardName: pulumi.Output<string>;
  /** The topic of the option `alarmEmails`, which further alarms may use; absent without it. */
  readonly alarmTopicArn?: pulumi.Output<string>;

  /**
   * @param name Begins the names of all resources: a letter, then letters, digits and `-`, at most 40 in all.
   * @throws {pulumi.ResourceError} If options are wrong, naming every one; if the function is not built; or if the
   *   pipeline and another one of the program would be in each other's way.
   */
  constructor(name: string, args: ImageCompressionPipelineArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("image-compression-pipeline:index:ImageCompressionPipeline", name, args, opts);
    const options = validOptions(name, args, this);
    const assets = findAssets(options.architecture, this);
    const checkBuckets = joinSiblings(name, options, args.sourceBucket, this);

    const buckets = createBuckets(name, options, this);
    const siblingsChecked = checkBuckets(buckets);
    const deadLetters = createQueue(`${name}-dead-letters`, options, {}, this);
    const ends = { source: buckets.source, deadLetters };
    const { connect, uploads, rules } = createIngestion(name, options, ends, this);
    const inputs = { buckets, deadLetters, uploads, assets, siblingsChecked };
    const compressor = createCompressor(name, options, inputs, this);
    connect(compressor);
    const topic = createAlarmTopic(name, options, this);
    const topicArns = [...(topic === undefined ? [] : [topic.arn]), ...topicsOfRegion(options, this)];
    const watched = { ...compressor, deadLetters, uploads, rules, topicArns };
    const alarms = createAlarms(name, options, watched, this);
    const shown = { buckets, deadLetters, uploads, rules, alarms };
    const dashboard = createDashboard(name, options, compressor, shown, this);
    createSavedQueries(name, compressor, this);

    this.sourceBucketName = buckets.source.bucket;
    this.outputBucketName = buckets.output.bucket;
    if (buckets.web !== undefined) this.webBucketName = buckets.web.bucket;
    this.functionName = compressor.function.name;
    this.functionArn = compressor.function.arn;
    this.deadLetterQueueUrl = deadLetters.url;
    this.dashboardName = dashboard.dashboardName;
    if (topic !== undefined) this.alarmTopicArn = topic.arn;
    this.registerOutputs({
      sourceBucketName: this.sourceBucketName,
      outputBucketName: this.outputBucketName,
      webBucketName: this.webBucketName,
      functionName: this.functionName,
      functionArn: this.functionArn,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      dashboardName: this.dashboardName,
      alarmTopicArn: this.alarmTopicArn,
    });
  }
}
