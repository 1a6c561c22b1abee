import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import test, { type ExecutionContext } from "ava";
import { noise } from "../helpers/images/images.ts";
import { type RunningStack, startStack } from "../helpers/local/run.ts";
import { read, upload } from "../helpers/local/uploads.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const settings = ["mirrorDeletions=true", "outputNaming=append", "uploadSuffixes[0]=.png"];

function start(t: ExecutionContext, ingestion: string, ...more: string[]): Promise<RunningStack> {
  const config = [...settings, `ingestion=${ingestion}`, ...more].flatMap((setting) => ["--config", setting]);
  return startStack(t, temporaryFolder(t), "--retry-delay", "0.1", ...config);
}

async function outputs(stack: RunningStack): Promise<Record<string, string>> {
  const list = new ListObjectsV2Command({ Bucket: stack.description.outputBucket });
  const { Contents = [] } = await stack.client.send(list);
  const keys = Contents.map(({ Key = "" }) => Key);
  const texts = keys.map(async (key) => [
    key,
    Buffer.from((await read(stack, key)).bytes).toString("base64"),
  ]);
  return Object.fromEntries(await Promise.all(texts));
}

test("the same uploads, overwrites and deletions give the same outputs, whichever way they come in", async (t) => {
  const images = await Promise.all([60, 70, 80].map((size) => noise(size).png().toBuffer()));
  const results = [];
  for (const ingestion of ["direct", "queue", "eventbridge"]) {
    const stack = await start(t, ingestion);
    for (const [index, image] of images.entries()) await upload(stack, `uploads/a b+ü ${index}.png`, image);
    await upload(stack, "uploads/text.png", Buffer.from("no image"));
    await upload(stack, "uploads/other.jpg", images[0] ?? Buffer.alloc(0));
    await stack.settled();
    const Bucket = stack.description.sourceBucket;
    await stack.client.send(new DeleteObjectCommand({ Bucket, Key: "uploads/a b+ü 0.png" }));
    await upload(stack, "uploads/a b+ü 1.png", images[2] ?? Buffer.alloc(0));
    const status = await stack.settled();
    results.push({ status, outputs: await outputs(stack) });
    await stack.stop();
  }

  const [direct, queue, eventbridge] = results;
  t.deepEqual(Object.keys(direct?.outputs ?? {}), ["uploads/a b+ü 1.png.jpg", "uploads/a b+ü 2.png.jpg"]);
  t.like(direct?.status, { succeeded: 6, failed: 0, deadLetters: 0, rejections: { "not-an-image": 1 } });
  t.deepEqual(queue, direct);
  t.deepEqual(eventbridge, direct);
});

test("an upload to a bucket that others made has its output", async (t) => {
  const stack = await start(t, "eventbridge", "sourceBucket=photos");

  await upload(stack, "uploads/a.png", await noise(60).png().toBuffer());
  const status = await stack.settled();

  t.is(stack.description.sourceBucket, "photos");
  t.like(status, { succeeded: 1, failed: 0, deadLetters: 0 });
  t.deepEqual(Object.keys(await outputs(stack)), ["uploads/a.png.jpg"]);
});

test("A message of the upload queue is not an event: it becomes a dead letter at once, with its reason, and the other messages are processed", async (t) => {
  const stack = await start(t, "queue");
  const { endpoint, region, page } = stack.description;
  const sqs = new SQSClient({ endpoint, region, credentials: stack.description });
  t.teardown(() => sqs.destroy());
  const queue = (QueueName: string) => sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { QueueUrl } = await queue("images-uploads");
  const image = await noise(60).png().toBuffer();

  const poison = sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "<b>poison</b>" }));
  await Promise.all([
    poison,
    ...Array.from({ length: 9 }, (_, index) => upload(stack, `uploads/${index}.png`, image)),
  ]);
  const status = await stack.settled();

  t.like(status, { pending: 0, failed: 0, deadLetters: 1 });
  t.is(Object.keys(await outputs(stack)).length, 9);
  const letters = { QueueUrl: (await queue("images-dead-letters")).QueueUrl, MessageAttributeNames: ["All"] };
  const { Messages: [letter] = [] } = await sqs.send(new ReceiveMessageCommand(letters));
  t.is(letter?.Body, "<b>poison</b>");
  const reason = letter?.MessageAttributes?.ErrorMessage?.StringValue ?? "";
  t.regex(reason, /^Expected an event of S3.*received a message that is no JSON/);
  const { deadLetters } = (await (await fetch(`${page}images.json`)).json()) as { deadLetters: object[] };
  t.like(deadLetters, [{ key: "<b>poison</b>", reason }]);
});
