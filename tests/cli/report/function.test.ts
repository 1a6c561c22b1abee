import test from "ava";
import { prices } from "../../../contract/prices.ts";
import { startFakeAws } from "../../helpers/command/fake-aws.ts";
import { metricAnswers } from "../../helpers/command/fake-metrics.ts";
import { runHere } from "../../helpers/command/in-process.ts";

const figures = { "MemoryUsed SampleCount": 10, "WriteDuration SampleCount": 4, "Invocations Sum": 10 };
const renditions = [{ name: "default" }, { name: "small" }, { name: "web" }];
const readable = (settings: object) => ({
  Variables: { PIPELINE_SETTINGS: JSON.stringify({ sourceBucket: "uploads", ...settings }) },
});

for (const [what, Environment, reads, queue] of [
  ["A short and a long name", readable({ outputNaming: "replace", renditions: [{}] }), 10 * 3 + 4, 0],
  ["One name for each of three", readable({ outputNaming: "append", renditions }), 10 * 4 + 4, 0],
  ["A queue", readable({ outputNaming: "append", renditions: [{}], deadLetters: {} }), 10 * 2 + 4, 10],
] as const) {
  test(`${what}: requests are counted as the function's settings have it made`, async (t) => {
    const { endpoint } = await startFakeAws(t, {
      ...metricAnswers(figures),
      "lambda:GetFunctionConfiguration": () => ({ Environment, MemorySize: 1024, Architectures: ["arm64"] }),
    });

    const { stdout } = await runHere(["report", "--json", "--endpoint", endpoint]);

    const { cost } = JSON.parse(stdout);
    t.is(cost.reads, reads * prices.get);
    t.is(cost.queue, queue * prices.ingestion.queue);
  });
}

test("What hangs on settings that may not be read is not known, and a sum neither", async (t) => {
  const { endpoint } = await startFakeAws(t, {
    ...metricAnswers({ ...figures, "Duration Sum": 1000, "IncomingBytes Sum": 1000 }),
    "lambda:GetFunctionConfiguration": () => ({
      Environment: { Error: { ErrorCode: "AccessDenied" } },
      MemorySize: 1024,
    }),
  });

  const { stdout } = await runHere(["report", "--json", "--endpoint", endpoint]);

  t.like(JSON.parse(stdout).cost, { reads: null, queue: null, total: null });
  t.true(JSON.parse(stdout).cost.compute > 0);
});
