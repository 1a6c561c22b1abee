import { folderStack, onEngine, startEngine } from "../helpers/engine/engine.ts";
import { replaceProgram } from "../helpers/engine/program.ts";

const policyType = "aws:s3/bucketPolicy:BucketPolicy";

/** Writes a program with a pipeline and a policy of one's own for a bucket, given as an expression. */
function programWithPolicy(bucket: string): string {
  return `import * as aws from "@pulumi/aws/index.js";
    import * as pulumi from "@pulumi/pulumi";
    import { ImageCompressionPipeline } from "./components/index.ts";
    const images = new ImageCompressionPipeline("images", { web: {} });
    const others = new aws.s3.Bucket("others");
    const Statement = [{ Sid: "Mine", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }];
    new aws.s3.BucketPolicy("mine", { bucket: ${bucket}, policy: pulumi.jsonStringify({ Statement }) });`;
}

const refused = /`mine` must not be a policy of a bucket of `images`: .*`cloudFrontAccess: true`/;
const ours = ["images.outputBucketName", "images.webBucketName", "images.sourceBucketName"];

for (const bucket of ours) {
  onEngine(`a policy beside the pipeline's own, of ${bucket}, is refused in preview`, async (t) => {
    const engine = await startEngine(t);
    const folder = replaceProgram(t, programWithPolicy(bucket));
    const stack = await folderStack(engine, folder, "test", { "aws:region": "eu-central-1" });

    const error = await t.throwsAsync(stack.preview());

    const [text = ""] = String(error).split("\n      at ");
    t.regex(text, refused);
    t.notRegex(text, /^\s+at |unhandled exception|node_modules/m);
  });
}

onEngine(
  "a policy beside the pipeline's own is refused once its bucket has a name, and not made",
  async (t) => {
    const engine = await startEngine(t);
    const folder = replaceProgram(t, programWithPolicy("images.outputBucketName.apply((name) => name)"));
    const stack = await folderStack(engine, folder, "test", { "aws:region": "eu-central-1" });

    const error = await t.throwsAsync(stack.preview());

    t.regex(String(error), refused);
    t.notRegex(String(error), / mine create/);
  },
);

onEngine("a policy of another bucket stands beside the pipeline's", async (t) => {
  const engine = await startEngine(t);
  const folder = replaceProgram(t, programWithPolicy("others.bucket"));
  const stack = await folderStack(engine, folder, "test", { "aws:region": "eu-central-1" });

  await stack.up();

  const policies = engine.account.list(policyType).map(({ inputs }) => String(inputs.policy));
  const sids = policies.map((policy) => JSON.parse(policy).Statement[0].Sid).sort();
  t.deepEqual(sids, ["DenyWithoutTls", "DenyWithoutTls", "DenyWithoutTls", "Mine"]);
});
