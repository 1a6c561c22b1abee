export { Format, OutputNaming } from "../handler/settings.ts";
export { ImageCompressionPipeline } from "./image-compression-pipeline.ts";
export { Architecture, type ImageCompressionPipelineArgs } from "./options.ts";
