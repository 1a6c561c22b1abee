import { MessageRefused } from "../aws/failure.ts";
import type { DeadLetter } from "./dead-letter.ts";
import type { DeadLetterQueue } from "./queue.ts";
import type { WayIn } from "./way-in.ts";

const workers = 8;

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
    wayIn,
    signal,
    onDone,
  }: { queue: DeadLetterQueue; wayIn: WayIn; signal: AbortSignal; onDone: () => void },
): Promise<Sent> {
  const result = nothingSent();
  const waiting = letters.values();
  const work = async () => {
    for (const letter of waiting) {
      await sendOne(letter, { queue, wayIn }, result);
      onDone();
      if (signal.aborted || "stoppedBy" in result) break;
    }
  };
  if (!signal.aborted) await Promise.all(Array.from({ length: workers }, work));
  return result;
}

async function sendOne(
  { id, receipt, body }: DeadLetter,
  { queue, wayIn }: { queue: DeadLetterQueue; wayIn: WayIn },
  result: Sent,
): Promise<void> {
  let isSent = false;
  try {
    await wayIn.send(body);
    isSent = true;
    result.sent += 1;
    await queue.delete(receipt);
    result.deleted.add(id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    result.failed.push({
      messageId: id,
      reason: isSent ? `It was sent, but stays here too: ${reason}` : reason,
    });
    if (!(error instanceof MessageRefused)) result.stoppedBy ??= error;
  }
}
