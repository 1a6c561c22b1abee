import test from "ava";
import { holdAll } from "../../../cli/redrive/hold.ts";
import { letter, queueOf } from "../../helpers/command/dead-letters.ts";

const { signal } = new AbortController();
const options = { limit: 100, signal, onHeld: () => {} };
const letters = Array.from({ length: 12 }, (_, index) => letter(`m${index}`));

test("All messages are held, though each answer has a few of them", async (t) => {
  const { queue, heldIds } = queueOf(...letters);

  const { messages } = await holdAll(queue, { ...options, found: 12 });

  t.deepEqual(
    messages.map(({ id }) => id),
    letters.map(({ id }) => id),
  );
  t.is(heldIds().length, 12);
});

test("No more messages are held than the limit says", async (t) => {
  const { queue, heldIds } = queueOf(...letters);

  await holdAll(queue, { ...options, limit: 4, found: 12 });

  t.deepEqual(heldIds(), ["m0", "m1", "m2", "m3"]);
});

test("A message that is handed out twice is held once, by its later receipt", async (t) => {
  const answers = [[letter("a", { receipt: "first" })], [letter("a", { receipt: "second" })]];
  const queue = { ...queueOf().queue, receive: async () => answers.shift() ?? [] };

  const { messages } = await holdAll(queue, { ...options, found: 2 });

  t.deepEqual(messages, [letter("a", { receipt: "second" })]);
});

test("Messages are found that the queue's count does not know of yet", async (t) => {
  const { queue } = queueOf(letter("a"), letter("b"));

  const { messages } = await holdAll(queue, { ...options, found: 0 });

  t.is(messages.length, 2);
});

test("New messages are not held for ever: the count at the start is the bound", async (t) => {
  let sent = 0;
  const queue = { ...queueOf().queue, receive: async () => [letter(`m${sent++}`)] };

  const { messages } = await holdAll(queue, { ...options, found: 20 });

  t.is(messages.length, 20);
});

test("When a call fails, what is held so far is told with it", async (t) => {
  const { queue } = queueOf(...letters);
  const failure = new Error("no");
  let calls = 0;
  const receive = async (most: number) => (++calls < 3 ? queue.receive(most) : Promise.reject(failure));

  const { messages, stoppedBy } = await holdAll({ ...queue, receive }, { ...options, found: 12 });

  t.is(messages.length, 6);
  t.is(stoppedBy, failure);
});
