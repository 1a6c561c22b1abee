import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "../../../components/index.ts";
import { evaluate } from "./graph.ts";

/** The messages that a pipeline of this name refuses these options with, as JavaScript or a stack config may give them. */
export async function problems(args: Record<string, unknown>, name = "images"): Promise<string[]> {
  try {
    await evaluate((opts) => new ImageCompressionPipeline(name, args, opts));
    return [];
  } catch (error) {
    if (!pulumi.ResourceError.isInstance(error) || !error.hideStack) throw error;
    return error.message.split("\n");
  }
}
