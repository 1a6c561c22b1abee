import type { HeldMessage } from "../../handler/events/read-dead-letter.ts";
import type { DeadLetterQueue } from "./queue.ts";

/** SQS hands out no more at once. */
const batch = 10;

/** After so many empty answers in a row nothing is left, or somebody else holds the rest. */
const patience = 3;

export interface Held {
  messages: HeldMessage[];
  /** Is the error, if one ended it early. */
  stoppedBy?: unknown;
}

/**
 * Holds messages of the queue, each once. All are held before the first is sent, so none is sent twice when
 * it comes back as a dead letter meanwhile.
 *
 * @param found Counts messages as SQS does: it lags by up to a minute, so a queue with 0 may have some.
 */
export async function holdAll(
  queue: DeadLetterQueue,
  {
    found,
    limit,
    signal,
    onHeld,
  }: { found: number; limit: number; signal: AbortSignal; onHeld: (more: number) => void },
): Promise<Held> {
  const max = Math.min(limit, Math.max(found, batch));
  const held = new Map<string, HeldMessage>();
  let misses = 0;
  while (held.size < max && misses < (held.size < found ? patience : 1) && !signal.aborted) {
    const before = held.size;
    try {
      for (const message of await queue.receive(Math.min(batch, max - before))) held.set(message.id, message);
    } catch (stoppedBy) {
      return { messages: [...held.values()], stoppedBy };
    }
    misses = held.size > before ? 0 : misses + 1;
    onHeld(held.size - before);
  }
  return { messages: [...held.values()] };
}
