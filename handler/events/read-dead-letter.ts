import { parseEvent } from "./parse-event.ts";

/** A message that is held: nobody else sees it for an hour, or until it is released. */
export interface HeldMessage {
  id: string;
  receipt: string;
  body: string;
  /** Texts and numbers that came with it, by name. */
  attributes: Record<string, string>;
  /** When it was put into the queue; milliseconds since the epoch. */
  sentAt: number;
}

/** A message of the dead-letter queue, and what the pipeline would make of it. */
export interface DeadLetter extends HeldMessage {
  /** Why it failed, without what differs from message to message. */
  reason: string;
  /** The sources that it names. */
  keys: string[];
  /** Why it is no event of the pipeline: it would fail for ever. */
  poison?: string;
}

const noReason =
  "no reason: SQS gave it up after its last try, which was ended by the memory limit or the timeout, or was throttled";

/** Reads a message as the function would. */
export function readDeadLetter(message: HeldMessage, sourceBucket: string): DeadLetter {
  const record = { eventSource: "aws:sqs", messageId: message.id, body: message.body };
  const [found] = parseEvent({ Records: [record] }, sourceBucket);
  return {
    ...message,
    reason: reasonOf(message.attributes),
    keys: found?.keys ?? [],
    ...(found?.poison !== undefined && { poison: found.poison.message }),
  };
}

/** Lambda and the function write the first, EventBridge the second, and SQS none. */
function reasonOf({ ErrorMessage, ERROR_MESSAGE }: Record<string, string>): string {
  const text = (ErrorMessage ?? ERROR_MESSAGE ?? "")
    .replace(varying, "")
    .replaceAll(objectNames, "$1")
    .trim();
  return text === "" ? noReason : text;
}

/** What Lambda writes before the reason: times, the request's id. */
const varying =
  /^(?:\d{4}-\d\d-\d\dT\S+ )?(?:RequestId: )?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12} (?:Error: )?/;

/** Which object the function asked S3 for: its key is told beside the reason. */
const objectNames = /((?:S3 answered|no answer to) \w+) of .+?(?= with \d{3}\b|: (?!.* with \d{3}\b)|$)/g;
