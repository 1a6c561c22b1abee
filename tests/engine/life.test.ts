import { ImageCompressionPipeline } from "../../components/index.ts";
import {
  folderStack,
  inlineStack,
  onEngine,
  previewChanges,
  refreshCounts,
  startEngine,
  upChanges,
} from "../helpers/engine/engine.ts";
import { onEachNode } from "../helpers/engine/nodes.ts";
import { copyProgram } from "../helpers/engine/program.ts";

for (const stackName of ["dev", "prod"]) {
  onEngine(`the stack ${stackName} comes up as previewed, stays as it is, and leaves nothing`, async (t) => {
    const engine = await startEngine(t);
    const stack = await folderStack(engine, copyProgram(t), stackName);

    const planned = await previewChanges(stack);
    const existing = engine.account.list().length;
    const made = await upChanges(stack);
    const again = await upChanges(stack);
    const refreshed = await refreshCounts(stack);
    await stack.destroy();

    t.is(existing, 0);
    t.deepEqual([...new Set(Object.values(planned))], ["create"]);
    t.deepEqual(made, planned);
    t.deepEqual(again, {});
    t.deepEqual(Object.keys(refreshed), ["same"]);
    t.is(engine.account.list().length, 0);
  });
}

onEngine("the program warns of nothing, and has the outputs of what it makes", async (t) => {
  const engine = await startEngine(t);
  const stack = await folderStack(engine, copyProgram(t), "dev");
  const warnings: string[] = [];

  const { outputs } = await stack.up({
    onEvent: ({ diagnosticEvent }) => {
      if (diagnosticEvent?.severity === "warning") warnings.push(diagnosticEvent.message);
    },
  });

  t.deepEqual(warnings, []);
  t.true("functionName" in outputs);
  t.false("alarmTopicArn" in outputs);
});

onEachNode("the stack prod is previewed whole", async (t, engine) => {
  const planned = await previewChanges(await folderStack(engine, copyProgram(t), "prod"));

  t.deepEqual([...new Set(Object.values(planned))], ["create"]);
  t.is(planned["images-dashboard"], "create");
});

async function onePipeline() {
  const { sourceBucketName } = new ImageCompressionPipeline("images");
  return { sourceBucketName };
}

onEngine("a destroy refuses while a bucket holds objects, says which, and keeps it", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, onePipeline);
  const { outputs } = await stack.up();
  const bucket: string = outputs.sourceBucketName?.value;
  engine.account.objects.set(bucket, ["uploads/a.png"]);

  const error = await t.throwsAsync(stack.destroy());

  t.regex(String(error), new RegExp(`deleting S3 Bucket \\(${bucket}\\): BucketNotEmpty`));
  t.truthy(engine.account.find("aws:s3/bucket:Bucket", bucket));
});

onEngine("a change by hand is found by refresh and undone by the next up", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, onePipeline);
  await stack.up();
  const [log] = engine.account.list("aws:cloudwatch/logGroup:LogGroup");
  if (log === undefined) return t.fail("there is no log group");
  const byHand = { ...log.inputs, retentionInDays: 1 };
  engine.account.put({ ...log, inputs: byHand, outputs: { ...log.outputs, ...byHand } });

  const refreshed = await refreshCounts(stack);
  const changes = await upChanges(stack);

  t.is(refreshed.update, 1);
  t.deepEqual(changes, { "images-compressor-logs": "update" });
});
