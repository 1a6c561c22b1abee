import test from "ava";
import { inTransaction, openDatabase } from "../../../../local/aws/data/database.ts";
import type { Journal, JournalEvent } from "../../../../local/aws/lambda/async-events.ts";
import { openJournal } from "../../../helpers/aws/async-events.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

const failure = { errorType: "Error", errorMessage: "no luck" };

function createClockedJournal() {
  const clock = { now: 1_000_000 };
  return { clock, ...openJournal({ now: () => clock.now }) };
}

function takeOne(journal: Journal): JournalEvent {
  const event = journal.take();
  if (event === undefined) throw new Error("No event is due");
  return event;
}

test("events are taken in their order, each once", (t) => {
  const { journal } = createClockedJournal();

  journal.enqueue({ key: "a" }, { key: "b" });
  journal.enqueue({ key: "c" });

  const payloads = [takeOne(journal), takeOne(journal), takeOne(journal)].map(({ payload }) => payload);
  t.deepEqual(payloads, [{ key: "a" }, { key: "b" }, { key: "c" }]);
  t.is(journal.take(), undefined);
});

test("an event that succeeded is gone and counted", (t) => {
  const { journal, database, counts } = createClockedJournal();
  journal.enqueue(1, 2);

  journal.succeed(takeOne(journal));

  t.deepEqual(counts(), { pending: 1, running: 0, succeeded: 1, failed: 0, deadLetters: 0 });
  t.is(database.prepare("SELECT * FROM events").all().length, 1);
});

test("an event that runs or waits for its retry is pending", (t) => {
  const { journal, counts } = createClockedJournal();
  journal.enqueue(1, 2, 3);

  journal.fail(takeOne(journal), failure);
  takeOne(journal);

  t.deepEqual(counts(), { pending: 3, running: 1, succeeded: 0, failed: 1, deadLetters: 0 });
});

test("the first retry waits once the delay, the second twice", (t) => {
  const { journal, clock } = createClockedJournal();
  const start = clock.now;
  journal.enqueue(1);

  journal.fail(takeOne(journal), failure);
  const first = journal.nextDue();
  clock.now += 60_000;
  journal.fail(takeOne(journal), failure);
  const second = journal.nextDue();

  t.is(first, start + 60_000);
  t.is(second, start + 60_000 + 120_000);
});

test("an event is not taken before its retry is due", (t) => {
  const { journal, clock } = createClockedJournal();
  journal.enqueue(1);
  journal.fail(takeOne(journal), failure);

  clock.now += 59_999;
  const early = journal.take();
  clock.now += 1;
  const due = journal.take();

  t.is(early, undefined);
  t.is(due?.payload, 1);
});

test("an event that waits does not hold up one that came later", (t) => {
  const { journal, clock } = createClockedJournal();
  journal.enqueue(1);
  journal.fail(takeOne(journal), failure);
  clock.now += 1;

  journal.enqueue(2);

  t.is(takeOne(journal).payload, 2);
});

test("all tries of an event have one request id, and two events have two", (t) => {
  const { journal, clock } = createClockedJournal();
  journal.enqueue(1, 2);
  const first = takeOne(journal);
  const other = takeOne(journal);

  journal.fail(first, failure);
  clock.now += 60_000;
  const again = takeOne(journal);

  t.is(again.requestId, first.requestId);
  t.not(other.requestId, first.requestId);
});

test("after the last retry the event is a dead letter in Lambda's form", (t) => {
  const { journal, clock, counts, deadLetters } = createClockedJournal();
  journal.enqueue({ key: "ü" });
  const { requestId } = takeOne(journal);

  for (let failures = 1; failures <= 3; failures += 1) {
    journal.fail({ id: 1, requestId, payload: {} }, failure);
    clock.now += 1e9;
  }

  const [letter] = deadLetters.newest(10);
  t.is(letter?.body, '{"key":"ü"}');
  t.deepEqual(letter?.attributes, {
    RequestID: { DataType: "String", StringValue: requestId },
    ErrorCode: { DataType: "Number", StringValue: "200" },
    ErrorMessage: { DataType: "String", StringValue: "no luck" },
  });
  t.is(journal.take(), undefined);
  t.deepEqual(counts(), { pending: 0, running: 0, succeeded: 0, failed: 3, deadLetters: 1 });
});

test("without retries the first failure makes a dead letter", (t) => {
  const { journal, counts } = openJournal({ maximumRetries: 0 });
  journal.enqueue(1);

  journal.fail(takeOne(journal), failure);

  t.is(counts().deadLetters, 1);
});

test("a dead letter has the first kilobyte of the error's message, in whole characters", (t) => {
  const { journal, deadLetters } = openJournal({ maximumRetries: 0 });
  journal.enqueue(1);

  journal.fail(takeOne(journal), { errorType: "Error", errorMessage: `x${"ü".repeat(1000)}` });

  t.is(deadLetters.newest(1)[0]?.attributes.ErrorMessage?.StringValue, `x${"ü".repeat(511)}`);
});

test("an event of a transaction that is rolled back never was", (t) => {
  const { journal, database, counts } = createClockedJournal();

  t.throws(() =>
    inTransaction(database, () => {
      journal.enqueue(1);
      throw new Error("the object could not be stored");
    }),
  );

  t.is(counts().pending, 0);
  t.is(journal.take(), undefined);
});

test("events, counts and dead letters survive a restart, and what was running is taken again", (t) => {
  const folder = temporaryFolder(t);
  const before = openDatabase(folder);
  const { journal } = openJournal({ database: before, maximumRetries: 0 });
  journal.enqueue(1, 2, 3);
  journal.succeed(takeOne(journal));
  journal.fail(takeOne(journal), failure);
  const running = takeOne(journal);

  before.close();
  const reopened = openJournal({ database: openDatabase(folder), maximumRetries: 0 });

  t.deepEqual(reopened.counts(), { pending: 1, running: 0, succeeded: 1, failed: 1, deadLetters: 1 });
  t.deepEqual(reopened.journal.take(), running);
  t.is(reopened.deadLetters.newest(10).length, 1);
});
