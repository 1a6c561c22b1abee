import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "image-compression-pipeline";

// The stacks' files hold the differences between environments, under the options' own names.
const config = new pulumi.Config();
const options = config.requireObject<ImageCompressionPipelineArgs>("pipeline");
const protect = config.getBoolean("protect") ?? false;

const images = new ImageCompressionPipeline("images", options, { protect });

export const { sourceBucketName, outputBucketName, dashboardName } = images;
