import test from "ava";
import { inTransaction, openDatabase } from "../../../../local/aws/data/database.ts";
import { openQueues } from "../../../../local/aws/sqs/queues.ts";
import { openUploadQueue, uploadsArn } from "../../../helpers/aws/queues.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

test("a message that was received is invisible until its time is over, and then comes again", (t) => {
  const { uploads, clock } = openUploadQueue();
  uploads.send("a");

  const [first] = uploads.receive(10);
  clock.now += 359_999;
  const early = uploads.receive(10);
  clock.now += 1;
  const [again] = uploads.receive(10);

  t.like(first, { body: "a", receives: 1, firstReceived: 1_000_000 });
  t.deepEqual(early, []);
  t.like(again, { receives: 2, firstReceived: 1_000_000 });
  t.not(again?.receiptHandle, first?.receiptHandle);
});

test("a message is deleted by its newest receipt only", (t) => {
  const { uploads } = openUploadQueue();
  uploads.send("a");
  const [first] = uploads.receive(1, 0);
  const [second] = uploads.receive(1, 0);

  uploads.delete(first?.receiptHandle ?? "");
  const left = uploads.size();
  uploads.delete(second?.receiptHandle ?? "");

  t.is(left, 1);
  t.is(uploads.size(), 0);
});

test("a message that is made visible again comes at once, and only while it is in flight", (t) => {
  const { uploads } = openUploadQueue();
  uploads.send("a");
  const [{ receiptHandle = "" } = {}] = uploads.receive(1);

  t.deepEqual(uploads.counts(), { visible: 0, invisible: 1 });
  t.true(uploads.changeVisibility(receiptHandle, 0));
  t.false(uploads.changeVisibility(receiptHandle, 0));
  t.deepEqual(uploads.counts(), { visible: 1, invisible: 0 });
  t.is(uploads.receive(1).length, 1);
});

test("a message that would be received a sixth time is a dead letter, which says where it comes from", (t) => {
  const { uploads, deadLetters } = openUploadQueue();
  uploads.send("a", { note: { DataType: "String", StringValue: "kept" } });

  for (let receives = 1; receives <= 5; receives += 1) t.is(uploads.receive(1, 0)[0]?.receives, receives);
  const sixth = uploads.receive(1, 0);

  t.deepEqual(sixth, []);
  const [letter] = deadLetters.receive(1);
  t.like(letter, { body: "a", deadLetterSource: uploadsArn, receives: 6 });
  t.is(letter?.attributes.note?.StringValue, "kept");
});

test("what is taken by this process nobody else gets, and it counts as invisible", (t) => {
  const { uploads } = openUploadQueue();
  uploads.send("a");
  uploads.send("b");

  const [taken] = uploads.take(1);

  t.is(taken?.body, "a");
  t.deepEqual(uploads.counts(), { visible: 1, invisible: 1 });
  t.deepEqual(
    uploads.receive(10).map(({ body }) => body),
    ["b"],
  );
  t.deepEqual(uploads.take(10), []);
});

test("messages survive a restart, and what was taken was never received", (t) => {
  const folder = temporaryFolder(t);
  const before = openDatabase(folder);
  const first = openUploadQueue({ database: before });
  for (let index = 0; index < 9; index += 1) first.uploads.send(String(index));
  first.uploads.take(3);

  before.close();
  const { uploads } = openUploadQueue({ database: openDatabase(folder) });

  const again = uploads.take(10);
  t.deepEqual(
    again.map(({ body, receives }) => [body, receives]),
    Array.from({ length: 9 }, (_, index) => [String(index), 1]),
  );
});

test("a message of a transaction that is rolled back never was", (t) => {
  const { database, uploads } = openUploadQueue();

  t.throws(() =>
    inTransaction(database, () => {
      uploads.send("a");
      throw new Error("the object could not be stored");
    }),
  );

  t.is(uploads.size(), 0);
});

test("messages of a queue that the stack has no more are taken over once, dead letters stay", (t) => {
  const { database, uploads, deadLetters } = openUploadQueue();
  uploads.send("waiting");
  deadLetters.send("dead");

  const without = openQueues(database, [deadLetters.definition]);

  t.deepEqual([without.takeForgotten(), without.takeForgotten()], [["waiting"], []]);
  t.is(deadLetters.size(), 1);
});
