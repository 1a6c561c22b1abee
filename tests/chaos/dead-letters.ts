import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ChangeMessageVisibilityCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { parseEvent } from "../../handler/events.ts";
import type { Description } from "../../local/run.ts";
import type { WayIn } from "./way-in.ts";

export interface DeadLetter {
  keys: string[];
  reason: string;
}

/** What killed the process has no reason in a queue: SQS itself moved the message. */
const withoutReason = "no reason: its process died at every try";

/** All dead letters, which stay where they are. */
export async function readDeadLetters({ sqs, deadLetterQueueUrl, settings }: WayIn): Promise<DeadLetter[]> {
  const found = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
        VisibilityTimeout: 60,
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) found.set(message.MessageId ?? "", message);
  }
  for (const { ReceiptHandle } of found.values()) {
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: deadLetterQueueUrl,
        ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
  }
  return [...found.values()].map(({ Body = "", MessageAttributes = {} }) => ({
    keys: parseEvent(JSON.parse(Body), settings.sourceBucket).flatMap(({ keys }) => keys),
    reason: MessageAttributes.ErrorMessage?.StringValue ?? withoutReason,
  }));
}

/** Request ids and times would make every reason another one. */
export function countReasons(letters: DeadLetter[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { reason } of letters) {
    const kind = reason.replaceAll(/[0-9a-f-]{36}|\d{4}-\d\d-\d\dT\S+/g, "…");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Sends them through again, by the package's own command. */
export async function redrive({ endpoint, region, functionName, ...access }: Description): Promise<void> {
  const command = join(import.meta.dirname, "../../cli/index.ts");
  const args = ["redrive", "--pipeline", functionName, "--endpoint", endpoint, "--region", region];
  await promisify(execFile)(process.execPath, [command, ...args, "--yes", "--json"], {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: access.accessKeyId,
      AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    },
  });
}
