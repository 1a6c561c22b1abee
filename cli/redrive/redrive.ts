import { type DeadLetter, readDeadLetter } from "../../handler/events/read-dead-letter.ts";
import { messageOf } from "../message-of.ts";
import { counted } from "../terminal/printable.ts";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { Destination } from "./destination.ts";
import { type Held, holdAll } from "./hold.ts";
import type { DeadLetterQueue } from "./queue.ts";
import { releaseAll } from "./release.ts";
import { countReasons, type Report, reasonLines } from "./report.ts";
import { nothingSent, type Sent, sendAll } from "./send.ts";

export interface Target {
  functionName: string;
  sourceBucket: string;
  queue: DeadLetterQueue;
  destination: Destination;
}

export interface RedriveOptions {
  /** Limits the messages to read. */
  limit: number;
  dryRun: boolean;
  /** Sends without asking. */
  yes: boolean;
}

/** Holds the operator's terminal, and the signal for Ctrl-C. */
interface RedriveContext {
  terminal: Terminal;
  signal: AbortSignal;
}

/**
 * Sends a pipeline's dead letters through it again. Whatever happens, none is lost, and those left are
 * visible again.
 */
export async function redrive(
  target: Target,
  options: RedriveOptions,
  context: RedriveContext,
): Promise<Report> {
  const { terminal, signal } = context;
  const found = await target.queue.count();
  const held = await hold(target, found, options.limit, context);
  const letters = held.messages.map((message) => readDeadLetter(message, target.sourceBucket));
  const good = letters.filter(({ poison }) => poison === undefined);
  for (const line of overview(letters, target)) terminal.stderr.write(`${line}\n`);

  const mayAct = good.length > 0 && !options.dryRun && !signal.aborted && !("stoppedBy" in held);
  const isAgreed = mayAct && (options.yes || (await terminal.confirm(question(good, target), signal)));
  const sent = isAgreed ? await send(good, target, context) : nothingSent();
  const released = await release(letters, sent, target, context);

  const stopped = [held, sent, released].find((step) => "stoppedBy" in step);
  return {
    pipeline: target.functionName,
    queue: target.queue.name,
    to: target.destination.name,
    found: Math.max(found, letters.length),
    looked: letters.length,
    sent: sent.sent,
    poison: letters.flatMap(({ id, poison }) =>
      poison === undefined ? [] : { messageId: id, reason: poison },
    ),
    failed: sent.failed,
    reasons: countReasons(letters),
    ...(options.dryRun && { messages: good.map(listed) }),
    ...(mayAct && !isAgreed && !signal.aborted && { declined: true as const }),
    ...(signal.aborted && { interrupted: true as const }),
    ...(stopped !== undefined && { error: messageOf(stopped.stoppedBy) }),
  };
}

function hold(
  { queue }: Target,
  found: number,
  limit: number,
  { terminal, signal }: RedriveContext,
): Promise<Held> {
  return withProgress(terminal.stderr, "Reading", Math.min(found, limit), (onHeld) =>
    holdAll(queue, { found, limit, signal, onHeld }),
  );
}

function overview(letters: DeadLetter[], { queue }: Target): string[] {
  if (letters.length === 0) return [];
  return [
    `${counted(letters.length, "dead letter")} in ${queue.name}:`,
    ...reasonLines(countReasons(letters)),
  ];
}

function question(good: DeadLetter[], { destination }: Target): string {
  return `Send ${good.length} again, to ${destination.name}?`;
}

function send(good: DeadLetter[], target: Target, { terminal, signal }: RedriveContext): Promise<Sent> {
  return withProgress(terminal.stderr, "Sending", good.length, (advance) =>
    sendAll(good, { ...target, signal, onDone: () => advance(1) }),
  );
}

function release(letters: DeadLetter[], { deleted }: Sent, { queue }: Target, { terminal }: RedriveContext) {
  const staying = letters.filter(({ id }) => !deleted.has(id));
  return withProgress(terminal.stderr, "Putting back", staying.length, (advance) =>
    releaseAll(staying, queue, () => advance(1)),
  );
}

function listed({ id, keys, reason, sentAt }: DeadLetter) {
  return { messageId: id, keys, reason, sentAt: new Date(sentAt).toISOString() };
}
