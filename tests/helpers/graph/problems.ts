import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "../../../components/index.ts";
import { evaluate } from "./graph.ts";

/** Returns the messages with which a pipeline refuses these options, typed as loosely as in JavaScript or a stack config. */
export async function problems(args: Record<string, unknown>, name = "images"): Promise<string[]> {
  try {
    await evaluate((opts) => new ImageCompressionPipeline(name, args, opts));
    return [];
  } catch (error) {
    if (!pulumi.ResourceError.isInstance(error) || !error.hideStack) throw error;
    return error.message.split("\n");
  }
}
