import * as aws from "@pulumi/aws";
import { Format, ImageCompressionPipeline } from "image-compression-pipeline";

const photos = new ImageCompressionPipeline("photos", {
  uploadPrefix: "uploads/",
  format: Format.webp,
  quality: 60,
  maxDimension: 2048,
});

// An output of the pipeline is an input of any other resource.
const uploadTo = new aws.ssm.Parameter("upload-to", {
  name: "/photos/upload-to",
  type: aws.ssm.ParameterType.String,
  value: photos.sourceBucketName,
});

export const { sourceBucketName, outputBucketName } = photos;
export const parameterName = uploadTo.name;
