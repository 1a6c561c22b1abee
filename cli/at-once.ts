/** Limits the AWS calls in flight. */
const maxCalls = 8;

/** Runs `work` on `items`, several at once. When `isOver`, no further one starts; the running ones finish. */
export async function atOnce<Item>(
  items: Item[],
  work: (item: Item) => Promise<void>,
  isOver: () => boolean,
  workers = maxCalls,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    while (!isOver()) {
      const { value, done } = waiting.next();
      if (done) return;
      await work(value);
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
