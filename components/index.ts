export { Effort, Format, KeptMetadata, OutputNaming } from "../handler/settings.ts";
export { ImageCompressionPipeline } from "./image-compression-pipeline.ts";
export { Architecture, type ImageCompressionPipelineArgs, Ingestion } from "./options.ts";
export type { Rendition, WebRendition } from "./rendition-options.ts";
