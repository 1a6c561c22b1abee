package main

import (
	"example.com/pulumi-image-compression-pipeline/sdk/go/imagecompressionpipeline"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		format := imagecompressionpipeline.FormatWebp
		quality := config.RequireFloat64(ctx, "quality")
		photos, err := imagecompressionpipeline.NewImageCompressionPipeline(ctx, "photos",
			&imagecompressionpipeline.ImageCompressionPipelineArgs{
				UploadPrefix: pulumi.StringRef("uploads/"),
				Format:       &format,
				Quality:      &quality,
				Renditions: []imagecompressionpipeline.RenditionInput{
					imagecompressionpipeline.RenditionArgs{
						Name:         "thumbnail",
						MaxDimension: pulumi.Float64Ref(256),
					},
				},
			})
		if err != nil {
			return err
		}
		ctx.Export("sourceBucketName", photos.SourceBucketName)
		ctx.Export("outputBucketName", photos.OutputBucketName)
		return nil
	})
}
