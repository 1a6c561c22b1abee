import type { HeldMessage } from "../../handler/events/read-dead-letter.ts";
import type { DeadLetterQueue } from "./queue.ts";

/** The most that SQS hands out at once. */
const batch = 10;

/** So many answers without a message in sequence: there is nothing more, or somebody else holds it. */
const patience = 3;

export interface Held {
  messages: HeldMessage[];
  /** What ended it before all were held. */
  stoppedBy?: unknown;
}

/**
 * Holds messages of the queue, each once. All are held before the first is sent, so that what comes back as a dead letter
 * meanwhile is not sent again.
 *
 * @param found How many there are, as far as SQS knows: it lags behind by up to a minute, so that some may be in a queue of none.
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
