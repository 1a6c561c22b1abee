// A program of somebody who installed the package; its outputs feed another resource.
import * as aws from "@pulumi/aws";
import {
  Format,
  ImageCompressionPipeline,
  type ImageCompressionPipelineArgs,
} from "image-compression-pipeline";

const options: ImageCompressionPipelineArgs = { uploadPrefix: "uploads/", format: Format.webp, quality: 60 };

// @ts-expect-error: were the types lost, a misspelt option would pass.
const _misspelt: ImageCompressionPipelineArgs = { qualty: 60 };

const photos = new ImageCompressionPipeline("photos", options);

const busy = new aws.cloudwatch.MetricAlarm("busy", {
  namespace: "AWS/Lambda",
  metricName: "Invocations",
  dimensions: { FunctionName: photos.functionName },
  statistic: "Sum",
  period: 3600,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 10_000,
});

export const uploadTo = photos.sourceBucketName;
export const functionName = photos.functionName;
export const watched = busy.dimensions;
export const node = process.versions.node;
