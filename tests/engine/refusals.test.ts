import type * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { ImageCompressionPipeline, type Ingestion } from "../../components/index.ts";
import { inlineStack, onEngine, startEngine } from "../helpers/engine/engine.ts";
import { newAccount, types } from "./new-account.ts";
import type { Properties } from "./provider/protocol.ts";

const queueArn = "arn:aws:sqs:eu-central-1:123456789012:dead";
const functionInputs = {
  name: "compressor",
  role: "arn:aws:iam::123456789012:role/role",
  deadLetterConfig: { targetArn: queueArn },
};
const policy = (Action: string, Resource: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource }] });

const twice: [keyof typeof types, Properties, RegExp][] = [
  ["bucket", { bucket: "photos" }, /^BucketAlreadyOwnedByYou/],
  ["queue", { name: "dead" }, /^QueueAlreadyExists/],
  ["role", { name: "role" }, /^EntityAlreadyExists/],
  ["logGroup", { name: "logs" }, /^ResourceAlreadyExistsException/],
];

for (const [type, inputs, message] of twice) {
  test(`a ${type} cannot be made twice`, async (t) => {
    const { create } = newAccount();
    await create(type, inputs);

    await t.throwsAsync(create(type, inputs), { message });
  });
}

const tooLong: [keyof typeof types, Properties, RegExp][] = [
  ["bucket", { bucket: "b".repeat(64) }, /^InvalidBucketName/],
  ["role", { name: "r".repeat(65) }, /less than or equal to 64/],
  ["function", { ...functionInputs, name: "f".repeat(65) }, /less than or equal to 64/],
  ["queue", { name: "q".repeat(81) }, /at most 80/],
];

for (const [type, inputs, message] of tooLong) {
  test(`a ${type} with a name longer than AWS allows is refused`, async (t) => {
    await t.throwsAsync(newAccount().create(type, inputs), { message });
  });
}

test("a bucket with objects is not deleted, and an empty one is", async (t) => {
  const { account, provider, create } = newAccount();
  await create("bucket", { bucket: "photos" });
  account.objects.set("photos", ["a.png"]);

  await t.throwsAsync(provider.delete(types.bucket, "photos"), { message: /BucketNotEmpty/ });
  account.objects.delete("photos");
  await provider.delete(types.bucket, "photos");

  t.deepEqual(account.list(), []);
});

const tag = { key: "a", value: "b" };
const malformed = {
  "delete markers beside days": { filter: {}, expiration: { days: 1, expiredObjectDeleteMarker: true } },
  "delete markers by a tag": { filter: { tag }, expiration: { expiredObjectDeleteMarker: true } },
  "incomplete uploads by a tag": {
    filter: { and: { prefix: "in/", tags: { a: "b" } } },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
  "a prefix and a tag without `and`": { filter: { prefix: "in/", tag }, expiration: { days: 1 } },
};

for (const [what, rule] of Object.entries(malformed)) {
  test(`a lifecycle rule with ${what} is refused`, async (t) => {
    const { create } = newAccount();
    await create("bucket", { bucket: "photos" });

    const rules = [{ id: "rule", status: "Enabled", ...rule }];
    await t.throwsAsync(create("lifecycle", { bucket: "photos", rules }), { message: /^MalformedXML/ });
  });
}

test("a notification is refused before the permission of the function that it names", async (t) => {
  const { create } = newAccount();
  await create("bucket", { bucket: "photos" });
  const lambdaFunctionArn = "arn:aws:lambda:eu-central-1:123456789012:function:compressor";
  const notify = () => create("notification", { bucket: "photos", lambdaFunctions: [{ lambdaFunctionArn }] });
  await create("function", { name: "compressor", role: functionInputs.role });

  await t.throwsAsync(notify(), { message: /Unable to validate the following destination configurations/ });
  const permission = {
    function: "compressor",
    principal: "s3.amazonaws.com",
    sourceArn: "arn:aws:s3:::photos",
  };
  await create("permission", { ...permission, statementId: "s3" });

  await t.notThrowsAsync(notify());
});

test("a function is refused while its role may not send to its dead-letter queue", async (t) => {
  const { create } = newAccount();
  await create("role", { name: "role" });
  await create("rolePolicy", {
    name: "other",
    role: "role",
    policy: policy("sqs:SendMessage", `${queueArn}2`),
  });

  await t.throwsAsync(create("function", functionInputs), {
    message: /permissions to call SendMessage on SQS/,
  });
  await create("rolePolicy", { name: "right", role: "role", policy: policy("sqs:*", "arn:aws:sqs:*") });

  await t.notThrowsAsync(create("function", functionInputs));
});

const uploadsArn = "arn:aws:sqs:eu-central-1:123456789012:uploads";
const uploadsUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/uploads";
const sending = (Principal: object) =>
  JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal,
        Action: "sqs:SendMessage",
        Resource: uploadsArn,
        Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::photos" } },
      },
    ],
  });

test("a notification is refused before the policies of the queue and of its key allow S3", async (t) => {
  const { create } = newAccount();
  const notify = () => create("notification", { bucket: "photos", queues: [{ queueArn: uploadsArn }] });
  const key = (policy: object) => create("key", { description: "images", policy: JSON.stringify(policy) });
  await create("bucket", { bucket: "photos" });
  const { outputs } = await key({});
  await create("queue", { name: "uploads", kmsMasterKeyId: outputs.arn });

  await t.throwsAsync(notify(), { message: /Unable to validate the following destination configurations/ });
  await create("queuePolicy", { queueUrl: uploadsUrl, policy: sending({ Service: "s3.amazonaws.com" }) });
  await t.throwsAsync(notify(), { message: /Unable to validate the following destination configurations/ });
  const Principal = { Service: "s3.amazonaws.com" };
  await key({ Statement: [{ Effect: "Allow", Principal, Action: "kms:GenerateDataKey" }] });

  await t.notThrowsAsync(notify());
});

test("a mapping is refused while the queue hides messages too briefly, and while the role may not receive", async (t) => {
  const { provider, create } = newAccount();
  await create("function", { name: "compressor", role: functionInputs.role, timeout: 60 });
  await create("queue", { name: "uploads" });
  const functionName = "arn:aws:lambda:eu-central-1:123456789012:function:compressor";
  const map = () => create("mapping", { functionName, eventSourceArn: uploadsArn });

  await t.throwsAsync(map(), { message: /visibility timeout: 30 seconds is less than Function timeout: 60/ });
  await provider.update(types.queue, uploadsUrl, { name: "uploads", visibilityTimeoutSeconds: 60 });
  await t.throwsAsync(map(), { message: /does not have permissions to call ReceiveMessage on SQS/ });
  await create("role", { name: "role" });
  await create("rolePolicy", { name: "right", role: "role", policy: policy("sqs:*", uploadsArn) });

  await t.notThrowsAsync(map());
});

test("a queue whose dead letters have no queue is refused", async (t) => {
  const redrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn });

  const made = newAccount().create("queue", { name: "uploads", redrivePolicy });

  await t.throwsAsync(made, { message: /Dead letter target does not exist/ });
});

test("a rule with a target is not deleted, and one with too long a pattern is not made", async (t) => {
  const { provider, create } = newAccount();
  await create("rule", { name: "uploads", eventPattern: "{}" });
  await create("target", { rule: "uploads", arn: functionInputs.role });
  const long = JSON.stringify({ source: ["a".repeat(2048)] });

  await t.throwsAsync(provider.delete(types.rule, "uploads"), { message: /since it has targets/ });
  await t.throwsAsync(create("rule", { name: "long", eventPattern: long }), { message: /2048 characters/ });
});

test("a role with a policy is not deleted", async (t) => {
  const { provider, create } = newAccount();
  await create("role", { name: "role" });
  await create("rolePolicy", { name: "policy", role: "role", policy: policy("sqs:*", "*") });

  await t.throwsAsync(provider.delete(types.role, "role"), { message: /^DeleteConflict/ });
});

test("a bucket's policy and its public access block cannot change at the same time", async (t) => {
  const { create } = newAccount();
  await create("bucket", { bucket: "photos" });

  const both = Promise.all([
    create("publicAccess", { bucket: "photos" }),
    create("bucketPolicy", { bucket: "photos" }),
  ]);

  await t.throwsAsync(both, { message: /^OperationAborted/ });
});

test("a dashboard wider than CloudWatch's columns is refused", async (t) => {
  const widgets = [{ type: "text", x: 20, width: 5, properties: {} }];
  const dashboard = { dashboardName: "images", dashboardBody: JSON.stringify({ widgets }) };

  await t.throwsAsync(newAccount().create("dashboard", dashboard), { message: /24 columns/ });
});

test("types and calls that the component does not use are refused by name", async (t) => {
  const { provider } = newAccount();

  await t.throwsAsync(provider.create("here", "aws:ec2/vpc:Vpc", {}), { message: /aws:ec2\/vpc:Vpc/ });
  t.throws(() => provider.invoke("here", "aws:ec2/getVpc:getVpc"), { message: /aws:ec2\/getVpc:getVpc/ });
});

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const permission = "aws:lambda/permission:Permission";
const queuePolicy = "aws:sqs/queuePolicy:QueuePolicy";
const unreachable = /Unable to validate the following destination configurations/;

const waits: [child: string, slowest: string, ingestion: Ingestion, message: RegExp][] = [
  ["images-compressor", rolePolicy, "direct", /permissions to call SendMessage on SQS/],
  ["images-source-notification", permission, "direct", unreachable],
  ["images-source-policy", "access", "direct", /OperationAborted/],
  ["images-source-notification", queuePolicy, "queue", unreachable],
];

for (const [child, slowest, ingestion, message] of waits) {
  onEngine(`with ${ingestion} a pipeline is refused if its ${child} waits for nothing`, async (t) => {
    const withoutWaiting: pulumi.ResourceTransformation = ({ name, props, opts }) => ({
      props,
      opts: name === child ? { ...opts, dependsOn: [] } : opts,
    });
    const engine = await startEngine(t);
    engine.account.slowest = slowest;
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", { ingestion }, { transformations: [withoutWaiting] });
    });

    t.regex(String(await t.throwsAsync(stack.up())), message);
  });
}
