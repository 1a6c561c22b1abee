import type { DeadLetter } from "../../handler/events/read-dead-letter.ts";
import { atOnce } from "../at-once.ts";
import { MessageRefused } from "../aws/failure.ts";
import { messageOf } from "../message-of.ts";
import type { Destination } from "./destination.ts";
import type { DeadLetterQueue } from "./queue.ts";

export interface Sent {
  /** Counts messages taken by the destination. */
  sent: number;
  /** Holds the ids of messages no longer in the dead-letter queue. */
  deleted: Set<string>;
  /** Lists messages still in the queue, with the reason. */
  failed: { messageId: string; reason: string }[];
  /** Is the error, if one ended it early. */
  stoppedBy?: unknown;
}

export function nothingSent(): Sent {
  return { sent: 0, deleted: new Set(), failed: [] };
}

/**
 * Sends each message to the destination, and deletes it only then, so none is ever lost. An interruption in
 * between sends it twice, and the function finds nothing to do the second time. Messages in hand are finished
 * first.
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
