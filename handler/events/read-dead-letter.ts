import { parseEvent } from "./parse-event.ts";

/** A message received from the queue: nobody else sees it for an hour, or until it is released. */
export interface HeldMessage {
  id: string;
  receipt: string;
  body: string;
  /** Its text and number attributes by name. */
  attributes: Record<string, string>;
  /** The time it entered the queue, in milliseconds since the epoch. */
  sentAt: number;
}

/** A message of the dead-letter queue, as the pipeline would read it. */
export interface DeadLetter extends HeldMessage {
  /** The cause of its failure, without the parts that differ from message to message. */
  reason: string;
  keys: string[];
  /** The reason why it is no event of the pipeline, and would fail for ever. */
  poison?: string;
}

const noReason =
  "no reason: SQS gave it up after its last try, which was ended by the memory limit or the timeout, or was throttled";

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

/** Lambda and the function write `ErrorMessage`, EventBridge `ERROR_MESSAGE`, and SQS neither. */
function reasonOf({ ErrorMessage, ERROR_MESSAGE }: Record<string, string>): string {
  const text = (ErrorMessage ?? ERROR_MESSAGE ?? "")
    .replace(varying, "")
    .replaceAll(objectNames, "$1")
    .trim();
  return text === "" ? noReason : text;
}

/** Lambda writes the time and the request's id in front of the reason. */
const varying =
  /^(?:\d{4}-\d\d-\d\dT\S+ )?(?:RequestId: )?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12} (?:Error: )?/;

/** The function names the object it asked S3 for; the key is shown beside the reason anyway. */
const objectNames = /((?:S3 answered|no answer to) \w+) of .+?(?= with \d{3}\b|: (?!.* with \d{3}\b)|$)/g;
