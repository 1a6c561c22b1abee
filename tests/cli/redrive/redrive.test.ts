import test from "ava";
import { redrive } from "../../../cli/redrive/redrive.ts";
import { exitCodeOf } from "../../../cli/redrive/report.ts";
import { destinationTo, letter, queueOf, terminalThat } from "../../helpers/command/dead-letters.ts";

const pipeline = { functionName: "compressor", sourceBucket: "uploads" };
const { signal } = new AbortController();
const asking = { limit: 10_000, dryRun: false, yes: false };
const poison = letter("p", { body: "hello" });

test("After a yes all events are sent and gone", async (t) => {
  const { queue, visibleIds, heldIds } = queueOf(letter("a"), letter("b"));
  const { destination, sent } = destinationTo();
  const { terminal, questions, printed } = terminalThat(true);

  const report = await redrive({ ...pipeline, queue, destination }, asking, { terminal, signal });

  t.like(report, { found: 2, sent: 2, poison: [], failed: [], reasons: { "S3 is down": 2 } });
  t.is(exitCodeOf(report), 0);
  t.deepEqual([sent.length, visibleIds(), heldIds()], [2, [], []]);
  t.deepEqual(questions, ["Send 2 again, to the function compressor?"]);
  t.regex(printed(), /2 dead letters in dead-letters:\n {2}2 {2}S3 is down\n/);
});

test("After a no nothing is sent, and all are visible again", async (t) => {
  const { queue, visibleIds } = queueOf(letter("a"), letter("b"));
  const { destination, sent } = destinationTo();
  const { terminal } = terminalThat(false);

  const report = await redrive({ ...pipeline, queue, destination }, asking, { terminal, signal });

  t.like(report, { sent: 0, declined: true });
  t.is(exitCodeOf(report), 1);
  t.deepEqual([sent, visibleIds()], [[], ["a", "b"]]);
});

test("A dry run asks nothing, lists what it would send, and leaves all as it was", async (t) => {
  const { queue, visibleIds } = queueOf(letter("a"), poison);
  const { destination, sent } = destinationTo();
  const { terminal, questions } = terminalThat(true);

  const report = await redrive(
    { ...pipeline, queue, destination },
    { ...asking, dryRun: true },
    { terminal, signal },
  );

  t.deepEqual(report.messages, [
    { messageId: "a", keys: ["a.png"], reason: "S3 is down", sentAt: "1970-01-01T00:00:00.000Z" },
  ]);
  t.is(exitCodeOf(report), 0);
  t.deepEqual([sent, questions, visibleIds()], [[], [], ["a", "p"]]);
});

test("Poison is named and stays, and the events beside it are sent", async (t) => {
  const { queue, visibleIds } = queueOf(letter("a"), poison, letter("b"));
  const { destination, sent } = destinationTo();
  const { terminal } = terminalThat(false);

  const report = await redrive(
    { ...pipeline, queue, destination },
    { ...asking, yes: true },
    { terminal, signal },
  );

  t.like(report, { sent: 2, poison: [{ messageId: "p" }] });
  t.is(exitCodeOf(report), 1);
  t.deepEqual([sent.length, visibleIds()], [2, ["p"]]);
});

test("What fails again while it runs is not sent again", async (t) => {
  const { queue, visible, visibleIds } = queueOf(letter("a"), letter("b"));
  const { destination, sent } = destinationTo(() => visible.push(letter(`again-${visible.length}`)));
  const { terminal } = terminalThat(true);

  await redrive({ ...pipeline, queue, destination }, asking, { terminal, signal });

  t.is(sent.length, 2);
  t.deepEqual(visibleIds(), ["again-0", "again-1"]);
});

test("When a call fails, the held messages are visible again and the report says what it was", async (t) => {
  const { queue, visibleIds } = queueOf(letter("a"), letter("b"));
  const { destination } = destinationTo(() => {
    throw new Error("AWS is down");
  });
  const { terminal } = terminalThat(true);

  const report = await redrive({ ...pipeline, queue, destination }, asking, { terminal, signal });

  t.like(report, { sent: 0, error: "AWS is down" });
  t.is(exitCodeOf(report), 3);
  t.deepEqual(visibleIds(), ["a", "b"]);
});

test("An interruption puts the rest back, and is told by the exit code", async (t) => {
  const ids = Array.from({ length: 40 }, (_, index) => `m${index}`);
  const { queue, visibleIds } = queueOf(...ids.map((id) => letter(id)));
  const controller = new AbortController();
  const { destination, sent } = destinationTo(() => controller.abort());
  const { terminal } = terminalThat(true);

  const report = await redrive({ ...pipeline, queue, destination }, asking, {
    terminal,
    signal: controller.signal,
  });

  t.is(exitCodeOf(report), 130);
  t.is(visibleIds().length, 40 - sent.length);
});

test("An empty queue is all done", async (t) => {
  const { destination } = destinationTo();
  const { terminal, questions } = terminalThat(true);

  const report = await redrive({ ...pipeline, queue: queueOf().queue, destination }, asking, {
    terminal,
    signal,
  });

  t.deepEqual([report.found, exitCodeOf(report), questions], [0, 0, []]);
});
