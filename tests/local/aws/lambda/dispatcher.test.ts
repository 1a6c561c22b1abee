import test from "ava";
import { createDispatcher } from "../../../../local/aws/lambda/dispatcher.ts";
import type { InvocationResult } from "../../../../local/aws/lambda/runtime/definition.ts";
import { openJournal } from "../../../helpers/aws/async-events.ts";
import { until } from "../../../helpers/until.ts";
import { createBench } from "./fake-function.ts";
import { createFixture } from "./runtime/fixture-function.ts";

const succeeded: InvocationResult = { outcome: "succeeded" };
const failed: InvocationResult = { outcome: "failed", errorType: "Error", errorMessage: "no luck" };

test("as many events run at once as the concurrency, and the next when one has ended", async (t) => {
  const { journal, dispatcher, counts, calls } = createBench();
  journal.enqueue(1, 2, 3);

  dispatcher.wake();
  const atOnce = calls.length;
  await calls[0]?.answer(succeeded);

  t.is(atOnce, 2);
  t.deepEqual(
    calls.map(({ payload }) => payload),
    [1, 2, 3],
  );
  t.like(counts(), { pending: 2, running: 2, succeeded: 1 });
});

test("a failed event is tried again when its delay is over, with its request id", async (t) => {
  const { journal, dispatcher, calls, clock } = createBench();
  journal.enqueue(1);
  dispatcher.wake();

  await calls[0]?.answer(failed);
  clock.advance(59_999);
  const early = calls.length;
  clock.advance(1);

  t.is(early, 1);
  t.is(calls.length, 2);
  t.is(calls[1]?.requestId, calls[0]?.requestId);
});

test("an event that fails three times is a dead letter, and all is settled", async (t) => {
  const { journal, dispatcher, counts, calls, clock } = createBench();
  journal.enqueue(1);
  dispatcher.wake();

  for (let tries = 0; tries < 3; tries += 1) {
    await calls[tries]?.answer(failed);
    clock.advance(120_000);
  }

  t.is(calls.length, 3);
  t.deepEqual(counts(), { pending: 0, running: 0, succeeded: 0, failed: 3, deadLetters: 1 });
  t.is(clock.timers.size, 0);
});

test("a retry whose time came while the function was busy is run when it is free", async (t) => {
  const { journal, dispatcher, calls, clock } = createBench();
  journal.enqueue(1, 2, 3);
  dispatcher.wake();
  await calls[0]?.answer(failed);
  clock.advance(60_000);

  await calls[1]?.answer(succeeded);

  t.is(calls[3]?.payload, 1);
});

test("however many retries wait, one timer runs", async (t) => {
  const { journal, dispatcher, calls, clock } = createBench();
  journal.enqueue(1, 2);
  dispatcher.wake();

  await calls[0]?.answer(failed);
  await calls[1]?.answer(failed);

  t.is(clock.timers.size, 1);
});

test("after closing nothing starts, and what runs stays in the journal", async (t) => {
  const { journal, dispatcher, counts, calls, clock, errors } = createBench();
  journal.enqueue(1, 2, 3);
  dispatcher.wake();

  dispatcher.close();
  await calls[0]?.answer(succeeded);
  await calls[1]?.answer(new Error("the processes are closed"));
  dispatcher.wake();

  t.is(calls.length, 2);
  t.is(counts().pending, 3);
  t.is(clock.timers.size, 0);
  t.deepEqual(errors, []);
});

test("closing gives up a retry that waits", async (t) => {
  const { journal, dispatcher, calls, clock } = createBench();
  journal.enqueue(1);
  dispatcher.wake();
  await calls[0]?.answer(failed);

  dispatcher.close();
  const timers = clock.timers.size;
  clock.advance(60_000);
  dispatcher.wake();

  t.is(timers, 0);
  t.is(calls.length, 1);
});

test("a result that cannot be written is written a second later, and the function is not run again", async (t) => {
  const { database, journal, dispatcher, counts, calls, clock, errors } = createBench();
  journal.enqueue(1);
  dispatcher.wake();
  database.exec("PRAGMA query_only = 1");
  await calls[0]?.answer(succeeded);
  database.exec("PRAGMA query_only = 0");

  clock.advance(1000);

  t.is(errors.length, 1);
  t.is(calls.length, 1);
  t.like(counts(), { pending: 0, succeeded: 1 });
});

test("events go through the function's processes until each has succeeded or is a dead letter", async (t) => {
  const source =
    "exports.handler = ({ n }) => { if (n === 2) throw new Error('two'); if (n === 3) process.exit(1) }";
  const { pool } = await createFixture(t, source, { concurrency: 2 });
  const { journal, deadLetters, counts } = openJournal({ retryDelaySeconds: 0.01 });
  const dispatcher = createDispatcher({
    source: journal,
    pool,
    concurrency: 2,
    onError: (error) => t.fail(String(error)),
  });
  t.teardown(() => dispatcher.close());

  journal.enqueue(...[1, 2, 3, 4].map((n) => ({ n })));
  dispatcher.wake();
  await until(
    async () => counts(),
    ({ pending }) => pending === 0,
  );

  t.deepEqual(counts(), { pending: 0, running: 0, succeeded: 2, failed: 6, deadLetters: 2 });
  t.deepEqual(
    deadLetters
      .newest(10)
      .map(({ body }) => body)
      .sort(),
    ['{"n":2}', '{"n":3}'],
  );
});
