import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { evaluate, type Graph } from "./graph.ts";

export function evaluatePipeline(args?: ImageCompressionPipelineArgs, name = "images"): Promise<Graph> {
  return evaluate((opts) => new ImageCompressionPipeline(name, args, opts));
}
