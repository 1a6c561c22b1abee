/** So many calls of AWS are under way together. */
const maxCalls = 8;

/** Does the same to each of `items`, several at once, until `isOver`; what is in hand then is finished. */
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
