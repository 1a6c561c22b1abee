import { failedLine, ignoredLine, outcomeLines, type Reconciled } from "../telemetry/log.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { type Message, parseEvent, type QueuedMessage } from "./parse-event.ts";

interface Needs {
  pipeline: string;
  sourceBucket: string;
  /** Of messages from a queue: SQS would move them as well, but without the reason. */
  deadLetters: DeadLetters | undefined;
  reconcileKey: (key: string) => Promise<Reconciled>;
  write: (line: string) => void;
}

/** What SQS is told: the messages that have to come again. */
interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/** Of a message that could not be read there is no key. */
interface Failure {
  key: string | undefined;
  reason: unknown;
}

interface QueuedFailure {
  queued: QueuedMessage;
  failures: Failure[];
  isPoison: boolean;
}

/**
 * A handler that looks at every source that an event names. A failure of one leaves the others done. What came alone, by itself or
 * as a batch of one, is thrown, so that Lambda counts an error and delivers it again; of a larger batch those messages are named
 * that have to come again.
 */
export function createInvocation(needs: Needs) {
  return async (event: unknown, { awsRequestId: requestId }: { awsRequestId: string }) => {
    const messages = readMessages(event, requestId, needs);
    const batch: BatchResponse = { batchItemFailures: [] };
    for (const message of messages) {
      const failures = await lookAtAll(message, requestId, needs);
      if (failures.length === 0) continue;
      const { queued, poison } = message;
      const isPoison = poison !== undefined;
      if (queued !== undefined && (await tryToBury({ queued, failures, isPoison }, requestId, needs)))
        continue;
      if (queued === undefined || messages.length === 1) throw together(failures);
      batch.batchItemFailures.push({ itemIdentifier: queued.id });
    }
    return messages.some(({ queued }) => queued !== undefined) ? batch : undefined;
  };
}

function readMessages(
  event: unknown,
  requestId: string,
  { pipeline, sourceBucket, write }: Needs,
): Message[] {
  try {
    return parseEvent(event, sourceBucket);
  } catch (error) {
    write(failedLine(error, { pipeline, requestId, timestamp: Date.now() }));
    throw error;
  }
}

/** What failed, if anything did. */
async function lookAtAll(message: Message, requestId: string, needs: Needs): Promise<Failure[]> {
  const { pipeline, reconcileKey, write } = needs;
  const base = () => ({ pipeline, requestId, timestamp: Date.now() });
  for (const entry of message.ignored) write(ignoredLine(entry, requestId, Date.now()));
  if (message.poison !== undefined) {
    write(failedLine(message.poison, base()));
    return [{ key: undefined, reason: message.poison }];
  }

  const failures: Failure[] = [];
  for (const key of message.keys) {
    const start = performance.now();
    const context = () => ({ ...base(), key, milliseconds: Math.round(performance.now() - start) });
    try {
      const looked = await reconcileKey(key);
      for (const line of outcomeLines(looked, context(), message.changedAt.get(key))) write(line);
    } catch (error) {
      failures.push({ key, reason: error });
      write(failedLine(error, context()));
    }
  }
  return failures;
}

function together(failures: Failure[]): unknown {
  const reasons = failures.map(({ reason }) => reason);
  if (reasons.length === 1) return reasons[0];
  const messages = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
  return new AggregateError(reasons, `${reasons.length} images failed: ${messages.join("; ")}`);
}

/**
 * Poison becomes a dead letter at once, and what failed at its last try; everything else comes again. That it cannot become one is
 * told beside the failure itself, which was counted.
 */
async function tryToBury(
  { queued, failures, isPoison }: QueuedFailure,
  requestId: string,
  { pipeline, deadLetters, write }: Needs,
): Promise<boolean> {
  if (deadLetters === undefined || !(isPoison || deadLetters.isLastTry(queued.receives))) return false;
  try {
    await deadLetters.bury(queued.body, together(failures), requestId);
    return true;
  } catch (error) {
    const context = { pipeline, requestId, timestamp: Date.now() };
    for (const { key } of failures) {
      const known = key === undefined ? {} : { key };
      write(failedLine(error, { ...context, ...known }, {}));
    }
    return false;
  }
}
