import type { DeadLetterQueue, HeldMessage } from "./queue.ts";

const workers = 8;

/** Makes messages visible again, until that fails: an hour after they were held they are visible all the same. */
export async function releaseAll(
  messages: HeldMessage[],
  queue: DeadLetterQueue,
  onReleased: () => void,
): Promise<{ stoppedBy?: unknown }> {
  const waiting = messages.values();
  const result: { stoppedBy?: unknown } = {};
  const work = async () => {
    for (const { receipt } of waiting) {
      if ("stoppedBy" in result) break;
      try {
        await queue.release(receipt);
        onReleased();
      } catch (error) {
        result.stoppedBy ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return result;
}
