import { Effort, Format, ImageCompressionPipeline, KeptMetadata } from "image-compression-pipeline";

// An upload becomes two pictures: a good one with its copyright, and an ultra-light one in a bucket of its own.
const gallery = new ImageCompressionPipeline("gallery", {
  uploadPrefix: "uploads/",
  quality: 80,
  maxDimension: 4096,
  metadata: KeptMetadata.copyright,
  web: {
    format: Format.webp,
    quality: 40,
    maxDimension: 1280,
    effort: Effort.smallest,
    metadata: KeptMetadata.strip,
    cacheControl: "public, max-age=86400",
  },
});

export const { sourceBucketName, outputBucketName, webBucketName } = gallery;
