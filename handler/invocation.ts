import { type Message, parseEvent, type QueuedMessage } from "./events.ts";
import { failedLine, ignoredLine, outcomeLines } from "./log.ts";
import type { Outcome } from "./outcome.ts";
import type { UploadQueue } from "./upload-queue.ts";

interface Needs {
  pipeline: string;
  sourceBucket: string;
  /** Where messages come from a queue. */
  queue: UploadQueue | undefined;
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
    const isTriedAgain = messages.some(({ queued }) => queued !== undefined && queued.receives > 1);
    const batch: BatchResponse = { batchItemFailures: [] };
    for (const message of inOrder(messages)) {
      const reasons = await lookAtAll(message, requestId, needs);
      const { queued, poison } = message;
      if (reasons.length === 0) {
        if (queued !== undefined && isTriedAgain) await finish(queued, requestId, needs);
        continue;
      }
      const reason = reasons.length === 1 ? reasons[0] : severalFailures(reasons);
      if (queued === undefined) throw reason;
      const failure = { queued, reason, isPoison: poison !== undefined };
      if (!(await isBuried(failure, requestId, needs)))
        batch.batchItemFailures.push({ itemIdentifier: queued.id });
    }
    return messages.some(({ queued }) => queued !== undefined) ? batch : undefined;
  };
}

/**
 * What kills the function takes its whole batch along, again and again. So those come first that were tried least, every second
 * try goes the other way round, and what is done by then is taken out at once: nothing stays behind the killer for long.
 */
function inOrder(messages: Message[]): Message[] {
  const receives = ({ queued }: Message) => queued?.receives ?? 1;
  const most = Math.max(0, ...messages.map(receives));
  const turned = most % 2 === 0 ? messages.toReversed() : messages;
  return turned.toSorted((one, another) => receives(one) - receives(another));
}

/** Lambda does it as well, at the end of the batch, if the function lives until then. */
async function finish(
  queued: QueuedMessage,
  requestId: string,
  { pipeline, queue, write }: Needs,
): Promise<void> {
  try {
    await queue?.finish(queued);
  } catch (error) {
    write(failedLine(error, { pipeline, requestId, timestamp: Date.now() }));
  }
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
  const messages = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
  return new AggregateError(reasons, `${reasons.length} images failed: ${messages.join("; ")}`);
}

/** Poison becomes a dead letter at once, and what failed at its last try; everything else comes again. */
async function isBuried(
  { queued, reason, isPoison }: QueuedFailure,
  requestId: string,
  { pipeline, queue, write }: Needs,
): Promise<boolean> {
  if (queue === undefined || !(isPoison || queue.isLastTry(queued.receives))) return false;
  try {
    await queue.bury(queued.body, reason, requestId);
    return true;
  } catch (error) {
    write(failedLine(error, { pipeline, requestId, timestamp: Date.now() }));
    return false;
  }
}
