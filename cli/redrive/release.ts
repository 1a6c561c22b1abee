import type { HeldMessage } from "../../handler/events/read-dead-letter.ts";
import { atOnce } from "../at-once.ts";
import type { DeadLetterQueue } from "./queue.ts";

/** Makes messages visible again until a call fails; the rest become visible an hour after they were held. */
export async function releaseAll(
  messages: HeldMessage[],
  queue: DeadLetterQueue,
  onReleased: () => void,
): Promise<{ stoppedBy?: unknown }> {
  const result: { stoppedBy?: unknown } = {};
  const releaseOne = async ({ receipt }: HeldMessage) => {
    try {
      await queue.release(receipt);
      onReleased();
    } catch (error) {
      result.stoppedBy ??= error;
    }
  };
  await atOnce(messages, releaseOne, () => "stoppedBy" in result);
  return result;
}
