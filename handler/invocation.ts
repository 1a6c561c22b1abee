import type { DeadLetters } from "./dead-letters.ts";
import { type Message, parseEvent, type QueuedMessage } from "./events.ts";
import { failedLine, ignoredLine, outcomeLines } from "./log.ts";
import type { Outcome } from "./outcome.ts";

interface Needs {
  pipeline: string;
  sourceBucket: string;
  /** Of messages from a queue: SQS would move them as well, but without the reason. */
  deadLetters: DeadLetters | undefined;
  look: (key: string) => Promise<Outcome[]>;
  write: (line: string) => void;
}

/** What SQS is told: the messages that have to come again. */
interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

interface QueuedFailure {
  queued: QueuedMessage;
  reason: unknown;
  isPoison: boolean;
}

/**
 * A handler that looks at every source that an event names. A failure of one leaves the others done. An event that came alone is
 * thrown at the end, so that Lambda delivers it again; of a batch those messages are named that have to come again.
 */
export function createInvocation(needs: Needs) {
  return async (event: unknown, { awsRequestId: requestId }: { awsRequestId: string }) => {
    const messages = parseEvent(event, needs.sourceBucket);
    const batch: BatchResponse = { batchItemFailures: [] };
    for (const message of messages) {
      const reasons = await lookAtAll(message, requestId, needs);
      const { queued, poison } = message;
      if (reasons.length === 0) continue;
      const reason = reasons.length === 1 ? reasons[0] : severalFailures(reasons);
      if (queued === undefined) throw reason;
      const failure = { queued, reason, isPoison: poison !== undefined };
      if (!(await isBuried(failure, requestId, needs)))
        batch.batchItemFailures.push({ itemIdentifier: queued.id });
    }
    return messages.some(({ queued }) => queued !== undefined) ? batch : undefined;
  };
}

/** What failed, if anything did. */
async function lookAtAll(message: Message, requestId: string, needs: Needs): Promise<unknown[]> {
  const { pipeline, look, write } = needs;
  const base = () => ({ pipeline, requestId, timestamp: Date.now() });
  for (const entry of message.ignored) write(ignoredLine(entry, requestId, Date.now()));
  if (message.poison !== undefined) {
    write(failedLine(message.poison, base()));
    return [message.poison];
  }

  const reasons: unknown[] = [];
  for (const key of message.keys) {
    const start = performance.now();
    const context = () => ({ ...base(), key, milliseconds: Math.round(performance.now() - start) });
    try {
      for (const line of outcomeLines(await look(key), context())) write(line);
    } catch (error) {
      reasons.push(error);
      write(failedLine(error, context()));
    }
  }
  return reasons;
}

function severalFailures(reasons: unknown[]): Error {
  return new AggregateError(reasons, `${reasons.length} images failed`);
}

/** Poison becomes a dead letter at once, and what failed at its last try; everything else comes again. */
async function isBuried(
  { queued, reason, isPoison }: QueuedFailure,
  requestId: string,
  { pipeline, deadLetters, write }: Needs,
): Promise<boolean> {
  if (deadLetters === undefined || !(isPoison || deadLetters.isLastTry(queued.receives))) return false;
  try {
    await deadLetters.bury(queued.body, reason, requestId);
    return true;
  } catch (error) {
    write(failedLine(error, { pipeline, requestId, timestamp: Date.now() }));
    return false;
  }
}
