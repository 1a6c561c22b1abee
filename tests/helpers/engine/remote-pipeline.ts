import * as pulumi from "@pulumi/pulumi";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";

type Options = { [Option in keyof ImageCompressionPipelineArgs]: unknown };

/** Registers the component as Pulumi's generated SDKs do: by its token, so the engine has the plugin construct it. */
export class RemotePipeline extends pulumi.ComponentResource {
  declare readonly sourceBucketName: pulumi.Output<string>;
  declare readonly dashboardName: pulumi.Output<string>;

  constructor(name: string, args: Options = {}, opts?: pulumi.ComponentResourceOptions) {
    const outputs = { sourceBucketName: undefined, dashboardName: undefined };
    const token = "image-compression-pipeline:index:ImageCompressionPipeline";
    super(token, name, { ...args, ...outputs }, opts, true);
  }
}
