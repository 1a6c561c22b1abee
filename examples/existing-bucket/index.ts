import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "image-compression-pipeline";

// Stands for an existing bucket with its own settings. For a bucket made elsewhere give its name: "my-bucket".
const uploads = new aws.s3.Bucket("uploads");

// A bucket has one notification configuration. With this one every change goes to EventBridge, where any number may listen.
const notifications = new aws.s3.BucketNotification("uploads-notifications", {
  bucket: uploads.bucket,
  eventbridge: true,
});

// The pipeline leaves other listeners alone: here an index hears of every new object.
const index = new aws.sqs.Queue("index");
const toIndex = new aws.cloudwatch.EventRule("to-index", {
  eventPattern: pulumi.jsonStringify({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: { bucket: { name: [uploads.bucket] } },
  }),
});
new aws.sqs.QueuePolicy("index-policy", {
  queueUrl: index.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: index.arn,
        Condition: { ArnEquals: { "aws:SourceArn": toIndex.arn } },
      },
    ],
  }),
});
new aws.cloudwatch.EventTarget("to-index-target", { rule: toIndex.name, arn: index.arn });

const archive = new ImageCompressionPipeline(
  "archive",
  { sourceBucket: uploads.bucket, uploadPrefix: "photos/" },
  { dependsOn: [notifications] },
);

export const { sourceBucketName, outputBucketName } = archive;
