export { Effort, Format, KeptMetadata, OutputNaming } from "../contract/settings.ts";
export { ImageCompressionPipeline } from "./image-compression-pipeline.ts";
export { Architecture, type ImageCompressionPipelineArgs, Ingestion } from "./options/options.ts";
export type { Rendition, WebRendition } from "./options/rendition-options.ts";
