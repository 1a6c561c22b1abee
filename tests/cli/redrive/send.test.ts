import test from "ava";
import { MessageRefused } from "../../../cli/aws/failure.ts";
import { sendAll } from "../../../cli/redrive/send.ts";
import { readDeadLetter } from "../../../handler/events/read-dead-letter.ts";
import { destinationTo, letter, queueOf } from "../../helpers/command/dead-letters.ts";

async function held(ids: string[]) {
  const fake = queueOf(...ids.map((id) => letter(id)));
  const letters = [];
  while (fake.visible.length > 0) letters.push(...(await fake.queue.receive(10)));
  return { ...fake, letters: letters.map((message) => readDeadLetter(message, "uploads")) };
}

const running = { signal: new AbortController().signal, onDone: () => {} };
const many = Array.from({ length: 40 }, (_, index) => `m${index}`);

test("A message is deleted once the destination has taken it", async (t) => {
  const { queue, letters, heldIds } = await held(many);
  const { destination, sent } = destinationTo();

  const result = await sendAll(letters, { queue, destination, ...running });

  t.like(result, { sent: 40, failed: [] });
  t.deepEqual(sent.sort(), letters.map(({ body }) => body).sort());
  t.deepEqual(heldIds(), []);
});

test("A message that the destination refuses stays and is named, and the others go through", async (t) => {
  const { queue, letters, heldIds } = await held(["a", "b", "c"]);
  const { destination } = destinationTo((body) => {
    if (body.includes("b.png")) throw new MessageRefused("too large");
  });

  const result = await sendAll(letters, { queue, destination, ...running });

  t.deepEqual(result.failed, [{ messageId: "b", reason: "too large" }]);
  t.is(result.sent, 2);
  t.deepEqual(heldIds(), ["b"]);
});

test("Any other failure ends it, and what was not taken stays", async (t) => {
  const { queue, letters, heldIds } = await held(many);
  const outage = new Error("AWS is down");
  const { destination, sent } = destinationTo(() => {
    if (sent.length >= 10) throw outage;
  });

  const result = await sendAll(letters, { queue, destination, ...running });

  t.is(result.stoppedBy, outage);
  t.is(sent.length, 10);
  t.is(heldIds().length, 30);
});

test("A message that was sent but not deleted says so", async (t) => {
  const { queue, letters } = await held(["a"]);
  const { destination } = destinationTo();
  const failing = { ...queue, delete: () => Promise.reject(new Error("no")) };

  const result = await sendAll(letters, { queue: failing, destination, ...running });

  t.is(result.sent, 1);
  t.deepEqual(result.failed, [{ messageId: "a", reason: "It was sent, but stays here too: no" }]);
});

test("An interruption finishes what is in hand and begins nothing new", async (t) => {
  const { queue, letters, heldIds } = await held(many);
  const controller = new AbortController();
  const { destination, sent } = destinationTo(() => controller.abort());

  const result = await sendAll(letters, { queue, destination, ...running, signal: controller.signal });

  t.true(sent.length >= 1 && sent.length <= 8);
  t.is(result.deleted.size, sent.length);
  t.is(heldIds().length, 40 - sent.length);
});
