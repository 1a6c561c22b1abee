import pulumi
import pulumi_image_compression_pipeline as image_compression_pipeline

photos = image_compression_pipeline.ImageCompressionPipeline(
    "photos",
    upload_prefix="uploads/",
    format=image_compression_pipeline.Format.WEBP,
    quality=60,
    max_dimension=2048,
)

pulumi.export("sourceBucketName", photos.source_bucket_name)
pulumi.export("outputBucketName", photos.output_bucket_name)
