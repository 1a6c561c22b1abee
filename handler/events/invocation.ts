import { failedLine, ignoredLine, outcomeLines, type Reconciled } from "../telemetry/log.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { type Message, parseEvent, type QueuedMessage } from "./parse-event.ts";

interface Dependencies {
  pipeline: string;
  sourceBucket: string;
  /** Set only with a queue: SQS would move its messages as well, but without the reason. */
  deadLetters: DeadLetters | undefined;
  reconcileKey: (key: string) => Promise<Reconciled>;
  write: (line: string) => void;
}

/** Tells SQS which messages to deliver again. */
interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/** An unreadable message has no key. */
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
 * Creates a handler that reconciles every source named by an event. A failure of one leaves the others done. The failure of a single
 * event, or of a batch of one, is thrown; Lambda counts an error and delivers it again. For a larger batch the answer names the
 * messages to deliver again.
 */
export function createInvocation(dependencies: Dependencies) {
  return async (event: unknown, { awsRequestId: requestId }: { awsRequestId: string }) => {
    const messages = readMessages(event, requestId, dependencies);
    const batch: BatchResponse = { batchItemFailures: [] };
    for (const message of messages) {
      const failures = await reconcileAll(message, requestId, dependencies);
      if (failures.length === 0) continue;
      const { queued, poison } = message;
      const isPoison = poison !== undefined;
      if (queued !== undefined && (await tryToBury({ queued, failures, isPoison }, requestId, dependencies)))
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
  { pipeline, sourceBucket, write }: Dependencies,
): Message[] {
  try {
    return parseEvent(event, sourceBucket);
  } catch (error) {
    write(failedLine(error, { pipeline, requestId, timestamp: Date.now() }));
    throw error;
  }
}

async function reconcileAll(
  message: Message,
  requestId: string,
  dependencies: Dependencies,
): Promise<Failure[]> {
  const { pipeline, reconcileKey, write } = dependencies;
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
      const reconciled = await reconcileKey(key);
      for (const line of outcomeLines(reconciled, context(), message.changedAt.get(key))) write(line);
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

/** Buries poison at once, and other messages after their last try. An error on the way counts nothing: the failure itself was counted. */
async function tryToBury(
  { queued, failures, isPoison }: QueuedFailure,
  requestId: string,
  { pipeline, deadLetters, write }: Dependencies,
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
