import { globSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "ava";
import { onEngine, startEngine } from "../helpers/engine/engine.ts";
import {
  checkTypes,
  exampleStack,
  examples,
  installExamples,
  madeRenditions,
} from "../helpers/engine/examples.ts";
import { decide } from "../helpers/graph/simulator.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "examples-")));
await installExamples(folder);

test.after.always(() => rmSync(folder, { recursive: true }));

test("The types of all examples are right", async (t) => {
  const names = globSync("*/package.json", { cwd: examples }).map(dirname);

  t.true(names.length >= 5);
  await t.notThrowsAsync(checkTypes(folder, names));
});

onEngine("examples/typescript comes up, and its parameter holds the upload bucket's name", async (t) => {
  const engine = await startEngine(t);
  const stack = await exampleStack(engine, join(folder, "typescript"), "dev");

  const { outputs } = await stack.up();

  const [parameter] = engine.account.list("aws:ssm/parameter:Parameter");
  t.like(parameter?.inputs, { name: "/photos/upload-to", value: outputs.sourceBucketName?.value });
  t.truthy(engine.account.find("aws:s3/bucket:Bucket", outputs.sourceBucketName?.value));
});

onEngine("examples/two-environments comes up in both, each with its own values", async (t) => {
  const engine = await startEngine(t);
  for (const stackName of ["dev", "prod"]) {
    const stack = await exampleStack(engine, join(folder, "two-environments"), stackName);
    await stack.up();
  }

  const functions = engine.account.list("aws:lambda/function:Function");
  const logs = engine.account.list("aws:cloudwatch/logGroup:LogGroup");
  t.deepEqual(
    functions.map(({ inputs }) => inputs.memorySize),
    [1769, 3538],
  );
  t.deepEqual(
    logs.map(({ inputs }) => inputs.retentionInDays),
    [7, 365],
  );
});

onEngine("examples/three-buckets comes up with three, and its function writes to the third", async (t) => {
  const engine = await startEngine(t);
  const stack = await exampleStack(engine, join(folder, "three-buckets"), "dev");

  const { outputs } = await stack.up();

  t.like(madeRenditions(engine.account), [
    { name: "default", bucket: outputs.outputBucketName?.value, format: "jpeg", metadata: "copyright" },
    { name: "web", bucket: outputs.webBucketName?.value, format: "webp", metadata: "strip" },
  ]);
  t.is(engine.account.list("aws:s3/bucket:Bucket").length, 3);
});

onEngine("examples/existing-bucket comes up, and leaves the bucket to its owner and the index", async (t) => {
  const engine = await startEngine(t);
  const stack = await exampleStack(engine, join(folder, "existing-bucket"), "dev");

  const { outputs } = await stack.up();

  const { value: bucket } = outputs.sourceBucketName ?? {};
  const about = engine.account.list().filter(({ inputs }) => inputs.bucket === bucket);
  t.deepEqual(
    about.map(({ type }) => type.split(":").at(-1)),
    ["Bucket", "BucketNotification"],
  );
  const rules = engine.account.list("aws:cloudwatch/eventRule:EventRule");
  t.is(rules.filter(({ inputs }) => String(inputs.eventPattern).includes(bucket)).length, 2);
});

onEngine("examples/profiles comes up with one upload bucket, and a function for each prefix", async (t) => {
  const engine = await startEngine(t);
  const stack = await exampleStack(engine, join(folder, "profiles"), "dev");

  const { outputs } = await stack.up();

  const [avatars, products] = engine.account
    .list("aws:cloudwatch/eventRule:EventRule")
    .map(({ inputs }) => JSON.parse(String(inputs.eventPattern)).detail)
    .sort((a, b) => (JSON.stringify(a.object) < JSON.stringify(b.object) ? -1 : 1));
  const name = [outputs.uploadTo?.value];
  t.like(avatars, { bucket: { name }, object: { key: [{ prefix: "avatars/" }] } });
  t.like(products, { bucket: { name }, object: { key: [{ prefix: "products/" }] } });
  t.is(engine.account.list("aws:s3/bucket:Bucket").length, 3);
});

onEngine("examples/cdn comes up, and its distribution may read outputs, over TLS only", async (t) => {
  const engine = await startEngine(t);
  const stack = await exampleStack(engine, join(folder, "cdn"), "dev");

  const { outputs } = await stack.up();

  const bucket = String(outputs.outputBucketName?.value);
  const [distribution] = engine.account.list("aws:cloudfront/distribution:Distribution");
  const [access] = engine.account.list("aws:cloudfront/originAccessControl:OriginAccessControl");
  t.like(distribution?.inputs.origins, [
    { domainName: `${bucket}.s3.eu-west-1.amazonaws.com`, originAccessControlId: access?.id },
  ]);
  const policy = engine.account.find("aws:s3/bucketPolicy:BucketPolicy", bucket)?.inputs.policy;
  const read = (tls: string) =>
    decide({
      principal: "cloudfront.amazonaws.com",
      action: "s3:GetObject",
      resource: `arn:aws:s3:::${bucket}/uploads/photo.webp`,
      context: { "aws:SourceArn": String(distribution?.outputs.arn), "aws:SecureTransport": tls },
      resourcePolicy: JSON.parse(String(policy)),
    });
  t.deepEqual([await read("true"), await read("false")], ["Allowed", "ExplicitlyDenied"]);
});
