import pulumi
import pulumi_image_compression_pipeline as image_compression_pipeline

photos = image_compression_pipeline.ImageCompressionPipeline(
    "photos",
    upload_prefix="uploads/",
    format=image_compression_pipeline.Format.WEBP,
    quality=pulumi.Config().require_int("quality"),
    renditions=[
        image_compression_pipeline.RenditionArgs(name="thumbnail", max_dimension=256),
    ],
)

pulumi.export("sourceBucketName", photos.source_bucket_name)
pulumi.export("outputBucketName", photos.output_bucket_name)
