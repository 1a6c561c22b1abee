import { Format, ImageCompressionPipeline, Ingestion, OutputNaming } from "image-compression-pipeline";

// Makes the bucket, and has it send its events to EventBridge, so others can listen as well.
const avatars = new ImageCompressionPipeline("avatars", {
  ingestion: Ingestion.eventbridge,
  uploadPrefix: "avatars/",
  format: Format.webp,
  maxDimension: 512,
  outputNaming: OutputNaming.append,
  mirrorDeletions: true,
});

// Uses the same bucket with other keys and settings. The two share nothing else.
const products = new ImageCompressionPipeline("products", {
  sourceBucket: avatars.sourceBucketName,
  uploadPrefix: "products/",
  quality: 85,
  maxDimension: 4096,
  renditions: [{ name: "thumbnail", maxDimension: 320, format: Format.webp }],
});

export const uploadTo = avatars.sourceBucketName;
export const avatarsBucketName = avatars.outputBucketName;
export const productsBucketName = products.outputBucketName;
