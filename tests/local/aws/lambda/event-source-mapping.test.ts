import test from "ava";
import { createDispatcher } from "../../../../local/aws/lambda/dispatcher.ts";
import type { Batch } from "../../../../local/aws/lambda/event-source-mapping.ts";
import { openUploadQueue, uploadsArn } from "../../../helpers/aws/queues.ts";
import { until } from "../../../helpers/until.ts";
import { createFixture } from "./runtime/fixture-function.ts";

const failure = { errorType: "Error", errorMessage: "no luck" };

function openTen() {
  const opened = openUploadQueue();
  for (let index = 0; index < 10; index += 1) opened.uploads.send(String(index));
  const batch = opened.mapping.take();
  if (batch === undefined) throw new Error("There is no batch");
  return { ...opened, batch };
}

const failuresOf = ({ messages }: Batch, ...indexes: number[]) => ({
  batchItemFailures: indexes.map((index) => ({ itemIdentifier: messages[index]?.id })),
});

test("the function gets a batch as Lambda makes it of a queue's messages", (t) => {
  const { uploads, mapping } = openUploadQueue({ batchSize: 2 });
  uploads.send("é", { note: { DataType: "String", StringValue: "x" } });
  uploads.send("b");
  uploads.send("c");

  const batch = mapping.take();

  const first = {
    body: "é",
    messageId: batch?.messages[0]?.id,
    md5OfBody: "66ddcd97cfdeabb2f6fb8a999b4bc76f",
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1000000" },
    messageAttributes: { note: { stringValue: "x", dataType: "String" } },
    eventSource: "aws:sqs",
    eventSourceARN: uploadsArn,
    awsRegion: "eu-central-1",
  };
  t.like(batch?.payload, { Records: [first, { body: "b" }] });
  t.is(batch?.messages.length, 2);
});

test("of ten messages the one that failed comes again after the delay, and the other nine are done", (t) => {
  const { mapping, uploads, counts, clock, batch } = openTen();

  mapping.succeed(batch, failuresOf(batch, 3));
  const early = mapping.take();
  clock.now = mapping.nextDue() ?? 0;
  const again = mapping.take();

  t.is(early, undefined);
  t.is(uploads.size(), 1);
  t.like(again?.messages, [{ body: "3", receives: 2 }]);
  t.is(clock.now, 1_060_000);
  t.deepEqual(counts.read(), { succeeded: 9, failed: 1 });
});

const answers: [what: string, answer: (batch: Batch) => unknown, done: number][] = [
  ["nothing", () => undefined, 10],
  ["null", () => null, 10],
  ["no list", () => ({}), 10],
  ["an empty list", () => ({ batchItemFailures: [] }), 10],
  ["two failures", (batch) => failuresOf(batch, 0, 9), 8],
  ["a text", () => "done", 0],
  ["a list that is none", () => ({ batchItemFailures: "3" }), 0],
  ["an unknown id", () => ({ batchItemFailures: [{ itemIdentifier: "x" }] }), 0],
  ["an entry without id", () => ({ batchItemFailures: [null] }), 0],
];

for (const [what, answer, done] of answers) {
  test(`an answer of ${what} ends ${done} of ten messages`, (t) => {
    const { mapping, counts, batch } = openTen();

    mapping.succeed(batch, answer(batch));

    t.deepEqual(counts.read(), { succeeded: done, failed: 10 - done });
  });
}

test("when the function fails, its whole batch comes again", (t) => {
  const { mapping, uploads, clock, batch } = openTen();

  mapping.fail(batch, failure);
  clock.now += 60_000;

  t.is(uploads.size(), 10);
  t.deepEqual(new Set(mapping.take()?.messages.map(({ receives }) => receives)), new Set([2]));
});

test("a file that takes all memory is a dead letter after five receives, and what follows is done", async (t) => {
  const source = `exports.handler = ({ Records: [{ body }] }) => {
    if (body === "large") { global.x = Buffer.alloc(3e8, 1); return new Promise(() => {}) } }`;
  const { pool } = await createFixture(t, source, { memoryMiB: 256 });
  const { mapping, uploads, deadLetters, counts, clock } = openUploadQueue({
    batchSize: 1,
    retryDelaySeconds: 0,
  });
  const onError = (error: unknown) => t.fail(String(error));
  const dispatcher = createDispatcher({ source: mapping, pool, concurrency: 1, onError });
  t.teardown(() => dispatcher.close());

  uploads.send("large");
  uploads.send("small");
  dispatcher.wake();
  await until(
    async () => uploads.size(),
    (size) => size === 0,
  );

  t.deepEqual(counts.read(), { succeeded: 1, failed: 5 });
  t.like(deadLetters.newest(1), [
    { body: "large", receives: 5, deadLetterSource: uploadsArn, sent: clock.now },
  ]);
});
