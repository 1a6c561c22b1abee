import type { DeadLetter } from "../../handler/events/read-dead-letter.ts";
import { ExitCode } from "../exit-codes.ts";
import { counted, printable } from "../terminal/printable.ts";

interface Failed {
  messageId: string;
  reason: string;
}

/** Describes a run; `--json` prints it unchanged. */
export interface Report {
  pipeline: string;
  /** Names the dead-letter queue. */
  queue: string;
  /** Names the destination. */
  to: string;
  /** Counts the dead letters at the start, as far as SQS knows. */
  found: number;
  /**
   * Counts letters read; the others are over the limit, held by somebody else, or came after an interruption.
   */
  looked: number;
  sent: number;
  /** Lists messages that are no events of the pipeline; they stay. */
  poison: Failed[];
  /** Lists messages not sent or not deleted; they stay. */
  failed: Failed[];
  /** Counts the dead letters read, by reason. */
  reasons: Record<string, number>;
  /** Lists messages to send; only with `--dry-run`. */
  messages?: { messageId: string; keys: string[]; reason: string; sentAt: string }[];
  declined?: true;
  interrupted?: true;
  /** Explains AWS's refusal, which ended the run early. */
  error?: string;
}

export function exitCodeOf(report: Report): ExitCode {
  if (report.interrupted) return ExitCode.interrupted;
  if (report.error !== undefined) return ExitCode.aws;
  if (report.messages !== undefined) return ExitCode.done;
  const isAllSent = report.failed.length === 0 && report.sent >= report.found;
  return isAllSent ? ExitCode.done : ExitCode.incomplete;
}

/** Summarises a run for people. */
export function closingLines(report: Report): string[] {
  const { queue, to, found, looked, sent, poison, failed, messages, interrupted } = report;
  const letters = counted(found, "dead letter");
  if (found === 0 && !interrupted) return [`There are no dead letters in ${queue}.`];
  const line = ({ messageId, reason }: Failed) => `${messageId}: ${printable(reason)}`;
  return [
    ...(messages ?? []).map(
      ({ messageId, keys, reason, sentAt }) =>
        `${keys.map(printable).join(", ") || messageId}, of ${sentAt}: ${printable(reason)}`,
    ),
    ...headed("No event of this pipeline, never sent:", poison.map(line)),
    ...headed("Failed:", failed.map(line)),
    ...(looked < found
      ? [`${found - looked} of ${letters} not looked at: over the limit, or held by somebody else.`]
      : []),
    messages === undefined
      ? `${interrupted ? "Interrupted. " : ""}Sent ${sent} of ${letters} to ${to}.`
      : `A dry run: it would send ${messages.length} of ${letters} to ${to}.`,
  ];
}

function headed(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

const maxReasons = 10;

/** Counts the messages with each reason, the most frequent first. */
export function reasonLines(reasons: Record<string, number>): string[] {
  const sorted = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, maxReasons);
  const width = String(shown[0]?.[1] ?? 0).length;
  const others = sorted.length - shown.length;
  return [
    ...shown.map(([reason, count]) => `  ${String(count).padStart(width)}  ${printable(reason)}`),
    ...(others > 0 ? [`  and ${counted(others, "other reason")}`] : []),
  ];
}

export function countReasons(letters: DeadLetter[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of letters) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Object.fromEntries(counts);
}
