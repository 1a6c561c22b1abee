import test from "ava";
import { createDeadLetters } from "../../../handler/events/dead-letters.ts";
import { createInvocation } from "../../../handler/events/invocation.ts";
import { batchOf, eventBridgeEvent, s3Event, sqsRecord } from "../../helpers/store/events.ts";

interface Buried {
  body: string;
  reason: string;
}

/** A handler that fails for keys beginning with `bad`, and records its work. */
function invocation({ queueFails = false, hasQueue = true } = {}) {
  const reconciled: string[] = [];
  const lines: Record<string, unknown>[] = [];
  const buried: Buried[] = [];
  const deadLetters = {
    ...createDeadLetters({ queueUrl: "https://sqs/dead-letters", maxReceives: 5 }),
    bury: async (body: string, reason: unknown) => {
      if (queueFails) throw new Error("SQS is down");
      buried.push({ body, reason: (reason as Error).message });
    },
  };
  const handler = createInvocation({
    pipeline: "compressor",
    sourceBucket: "uploads",
    deadLetters: hasQueue ? deadLetters : undefined,
    reconcileKey: async (key) => {
      reconciled.push(key);
      if (key.startsWith("bad")) throw new Error(`${key} failed`);
      return { outcomes: [{ rendition: "default", outcome: "unchanged" }], measures: {} };
    },
    write: (line) => lines.push(JSON.parse(line)),
  });
  return { run: (event: unknown) => handler(event, { awsRequestId: "id" }), reconciled, lines, buried };
}

const again = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test("An event that came alone and fails is thrown, and its other sources are reconciled", async (t) => {
  const { run, reconciled, buried } = invocation();

  await t.throwsAsync(run(s3Event("bad", "good")), { message: "bad failed" });

  t.deepEqual(reconciled, ["bad", "good"]);
  t.deepEqual(buried, []);
});

test("Several failures of an event that came alone are thrown as one", async (t) => {
  const error = await t.throwsAsync(invocation().run(s3Event("bad", "bad-2")), {
    instanceOf: AggregateError,
    message: "2 images failed: bad failed; bad-2 failed",
  });

  t.is((error as AggregateError).errors.length, 2);
});

test("An event that came alone and succeeds answers nothing", async (t) => {
  t.is(await invocation().run(s3Event("good")), undefined);
});

test("A batch names the messages that failed, and reconciles all others", async (t) => {
  const { run, reconciled } = invocation();

  const answer = await run(batchOf(s3Event("a"), s3Event("bad"), s3Event("b")));

  t.deepEqual(answer, again("2"));
  t.deepEqual(reconciled, ["a", "bad", "b"]);
});

test("A batch that succeeds names no message", async (t) => {
  t.deepEqual(await invocation().run(batchOf(s3Event("a"))), again());
});

test("A message of the upload queue fails for the fifth time: it becomes a dead letter with its reason", async (t) => {
  const { run, buried } = invocation();
  const [fourth, fifth] = [sqsRecord("a", s3Event("bad-4"), 4), sqsRecord("b", s3Event("bad-5"), 5)];

  const answer = await run({ Records: [fourth, fifth] });

  t.deepEqual(answer, again("a"));
  t.deepEqual(buried, [{ body: fifth.body, reason: "bad-5 failed" }]);
});

test("One message of a batch of ten is no event: it becomes a dead letter at once, and the other nine are reconciled", async (t) => {
  const { run, reconciled, lines, buried } = invocation();
  const nine = Array.from({ length: 9 }, (_, index) => s3Event(`${index}`));

  const answer = await run(batchOf("poison", ...nine));

  t.deepEqual(answer, again());
  t.is(reconciled.length, 9);
  t.is(buried[0]?.body, '"poison"');
  t.like(lines[0], { level: "ERROR", message: "failed", errorMessage: buried[0]?.reason });
});

for (const [what, options] of Object.entries({
  "cannot be reached": { queueFails: true },
  "is not ours": { hasQueue: false },
})) {
  test(`The dead-letter queue cannot be written: the message stays in its queue (one that ${what})`, async (t) => {
    const { run, buried } = invocation(options);

    await t.throwsAsync(run({ Records: [sqsRecord("1", "poison", 9)] }));
    t.deepEqual(buried, []);
  });
}

for (const [what, body, key] of [
  ["an image", s3Event("bad"), "bad"],
  ["no event", "poison", undefined],
] as const) {
  test(`A failure that cannot become a dead letter is counted once, and both its lines have its key (${what})`, async (t) => {
    const { run, lines } = invocation({ queueFails: true });

    await t.throwsAsync(run({ Records: [sqsRecord("1", body, 5)] }));

    t.like(lines, [
      { key, Failed: 1 },
      { message: "failed", key, errorMessage: "SQS is down" },
    ]);
    t.deepEqual(["_aws" in (lines[1] ?? {}), lines.length], [false, 2]);
  });
}

for (const [reason, event] of Object.entries({
  "s3:TestEvent": { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "uploads" },
  "other-detail-type": eventBridgeEvent("a.png", "Object Tags Added"),
})) {
  test(`S3 sends its test event, or EventBridge reports a change of tags: it is logged as ignored (${reason})`, async (t) => {
    const { run, reconciled, lines } = invocation();

    t.is(await run(event), undefined);
    t.deepEqual(await run(batchOf(event)), again());

    t.deepEqual(reconciled, []);
    const line = { message: "ignored", reason, requestId: "id" };
    t.like(lines, [line, line]);
    t.is(lines.length, 2);
  });
}

test("A batch of one that fails is thrown, so that Lambda counts an error", async (t) => {
  await t.throwsAsync(invocation().run(batchOf(s3Event("bad"))), { message: "bad failed" });
});

test("An invalid event is thrown, and logged as failed", async (t) => {
  const { run, lines } = invocation();

  const error = await t.throwsAsync(run({}));

  t.like(lines[0], { level: "ERROR", message: "failed", errorMessage: error.message });
});
