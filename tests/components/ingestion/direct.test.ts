import test from "ava";
import { find } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const rule = {
  lambdaFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:images-compressor",
  events: ["s3:ObjectCreated:*"],
};

test("without a prefix or suffixes one rule looks at every key", async (t) => {
  const graph = await evaluatePipeline({ uploadSuffixes: [] });

  t.deepEqual(find(graph, "images-source-notification").inputs, {
    bucket: "images-source",
    lambdaFunctions: [{ id: "compress-1", ...rule }],
  });
});

test("every suffix has a rule for each of its distinct cases, under the prefix", async (t) => {
  const graph = await evaluatePipeline({ uploadPrefix: "in/", uploadSuffixes: [".Png", "_1"] });

  t.deepEqual(
    find(graph, "images-source-notification").inputs.lambdaFunctions,
    [".png", ".PNG", "_1"].map((filterSuffix, index) => ({
      id: `compress-${index + 1}`,
      ...rule,
      filterPrefix: "in/",
      filterSuffix,
    })),
  );
});

test("with mirrored deletions S3 notifies of deletions as well, by the same rules", async (t) => {
  const graph = await evaluatePipeline({ mirrorDeletions: true, outputNaming: "append" });

  const { lambdaFunctions } = find(graph, "images-source-notification").inputs;
  t.deepEqual(lambdaFunctions, [
    { id: "compress-1", ...rule, events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"] },
  ]);
});
