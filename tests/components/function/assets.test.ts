import test from "ava";
import { findAssets } from "../../../components/function/assets.ts";
import { ImageCompressionPipeline } from "../../../components/index.ts";
import { evaluate } from "../../helpers/graph/graph.ts";

test("without a build the error says how to build", async (t) => {
  const program = (opts: object) => {
    const pipeline = new ImageCompressionPipeline("images", {}, opts);
    findAssets("arm64", pipeline, "/nowhere");
    return pipeline;
  };

  await t.throwsAsync(evaluate(program), {
    name: "Error",
    message:
      "The function is not built: /nowhere/function and /nowhere/layers/arm64 cannot be found. " +
      "In a checkout run `npm run build`; elsewhere install the package again",
  });
});
