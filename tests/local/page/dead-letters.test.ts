import test from "ava";
import { createDeadLetters } from "../../../local/page/dead-letters.ts";
import { openUploadQueue, uploadsArn } from "../../helpers/aws/queues.ts";
import { s3Event } from "../../helpers/store/events.ts";

const mapping = {
  queueArn: uploadsArn,
  batchSize: 10,
  reportsBatchItemFailures: true,
  maximumConcurrency: 2,
};

/** Creates dead letters with these bodies; the pipeline's events come through a queue or go to the function directly. */
function failed(bodies: string[], { throughQueue = false } = {}) {
  const { queues, deadLetters, uploads } = openUploadQueue();
  for (const body of bodies) deadLetters.send(body);
  const invoked: unknown[] = [];
  const stack = { sourceBucket: "uploads", mappings: throughQueue ? [mapping] : [] };
  const page = createDeadLetters(stack, {
    queues: throughQueue ? queues : { ...queues, all: [deadLetters] },
    deadLetters: (limit) => deadLetters.newest(limit),
    invokeLater: (payload) => void invoked.push(payload),
    wake: () => {},
  });
  return { page, invoked, uploads, deadLetters };
}

const events = Array.from({ length: 25 }, (_, number) => s3Event(`${number}.png`));
const bodies = events.map((event) => JSON.stringify(event));

test("every dead letter is sent to the function again, and is gone", async (t) => {
  const { page, invoked, deadLetters } = failed(bodies);

  t.deepEqual(await page.redrive(), { sent: 25, stayed: 0 });

  t.deepEqual(invoked, events);
  t.is(deadLetters.size(), 0);
});

test("where events come through a queue, dead letters go to it", async (t) => {
  const { page, invoked, uploads } = failed(bodies, { throughQueue: true });

  await page.redrive();

  t.deepEqual(
    uploads.receive(100).map(({ body }) => body),
    bodies,
  );
  t.deepEqual(invoked, []);
});

test("what is no event stays, for everyone to see", async (t) => {
  const { page, invoked, deadLetters } = failed(["<b>poison</b>", ...bodies.slice(0, 1)]);

  t.deepEqual(await page.redrive(), { sent: 1, stayed: 1 });

  t.is(invoked.length, 1);
  t.deepEqual(deadLetters.counts(), { visible: 1, invisible: 0 });
  t.like(page.newest(20), [{ key: "<b>poison</b>" }]);
});

test("a message that somebody else holds is left to them", async (t) => {
  const { page, deadLetters } = failed(bodies.slice(0, 3));
  deadLetters.receive(2);

  t.deepEqual(await page.redrive(), { sent: 1, stayed: 0 });
  t.is(deadLetters.size(), 2);
});
