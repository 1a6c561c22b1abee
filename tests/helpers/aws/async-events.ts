import { DatabaseSync } from "node:sqlite";
import { createJournal, type EventMeasures } from "../../../local/aws/lambda/async-events.ts";
import { createCounts } from "../../../local/aws/lambda/counts.ts";
import type { QueueDefinition } from "../../../local/aws/sqs/queue.ts";
import { openQueues } from "../../../local/aws/sqs/queues.ts";

const deadLetterArn = "arn:aws:sqs:eu-central-1:000000000000:dead-letters";

const deadLetterQueue: QueueDefinition = {
  name: "dead-letters",
  arn: deadLetterArn,
  visibilitySeconds: 30,
  redrive: undefined,
};

/** Opens a journal with a dead-letter queue and two retries; a test reads its counts in the form of `status.json`. */
export function openJournal({
  database = new DatabaseSync(":memory:"),
  maximumRetries = 2,
  retryDelaySeconds = 60,
  now = Date.now,
  measures = undefined as EventMeasures | undefined,
} = {}) {
  const counts = createCounts(database);
  const deadLetters = openQueues(database, [deadLetterQueue], now).withArn(deadLetterArn);
  const journal = createJournal(database, {
    ...{ maximumRetries, retryDelaySeconds, counts, deadLetters, now },
    ...(measures && { measures }),
  });
  return {
    database,
    journal,
    deadLetters,
    counts: () => ({
      pending: journal.pending(),
      running: journal.running(),
      ...counts.read(),
      deadLetters: deadLetters.size(),
    }),
  };
}
