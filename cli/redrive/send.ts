import type { DeadLetter } from "../../handler/events/read-dead-letter.ts";
import { atOnce } from "../at-once.ts";
import { MessageRefused } from "../aws/failure.ts";
import { messageOf } from "../message-of.ts";
import type { Destination } from "./destination.ts";
import type { DeadLetterQueue } from "./queue.ts";

export interface Sent {
  /** How many the way in has taken. */
  sent: number;
  /** Ids of those that are in the dead-letter queue no more. */
  deleted: Set<string>;
  /** What is still there, and why. */
  failed: { messageId: string; reason: string }[];
  /** What ended it before all were tried. */
  stoppedBy?: unknown;
}

export function nothingSent(): Sent {
  return { sent: 0, deleted: new Set(), failed: [] };
}

/**
 * Sends each message to the way in, and deletes it only then: an interruption in between sends it twice, which the
 * function makes nothing of, and none is ever lost. What is in hand when it is interrupted is finished.
 */
export async function sendAll(
  letters: DeadLetter[],
  {
    queue,
    destination,
    signal,
    onDone,
  }: { queue: DeadLetterQueue; destination: Destination; signal: AbortSignal; onDone: () => void },
): Promise<Sent> {
  const result = nothingSent();
  const work = async (letter: DeadLetter) => {
    await sendOne(letter, { queue, destination }, result);
    onDone();
  };
  await atOnce(letters, work, () => signal.aborted || "stoppedBy" in result);
  return result;
}

async function sendOne(
  { id, receipt, body }: DeadLetter,
  { queue, destination }: { queue: DeadLetterQueue; destination: Destination },
  result: Sent,
): Promise<void> {
  let isSent = false;
  try {
    await destination.send(body);
    isSent = true;
    result.sent += 1;
    await queue.delete(receipt);
    result.deleted.add(id);
  } catch (error) {
    const reason = messageOf(error);
    result.failed.push({
      messageId: id,
      reason: isSent ? `It was sent, but stays here too: ${reason}` : reason,
    });
    if (!(error instanceof MessageRefused)) result.stoppedBy ??= error;
  }
}
