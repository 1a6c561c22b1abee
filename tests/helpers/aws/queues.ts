import { DatabaseSync } from "node:sqlite";
import { createCounts } from "../../../local/aws/lambda/counts.ts";
import { createEventSourceMapping } from "../../../local/aws/lambda/event-source-mapping.ts";
import type { QueueDefinition } from "../../../local/aws/sqs/queue.ts";
import { openQueues } from "../../../local/aws/sqs/queues.ts";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:000000000000:${name}`;

export const uploadsArn = arn("uploads");
const deadLettersArn = arn("dead-letters");

const definitions: QueueDefinition[] = [
  {
    name: "uploads",
    arn: uploadsArn,
    visibilitySeconds: 360,
    redrive: { deadLetterArn: deadLettersArn, maxReceives: 5 },
  },
  { name: "dead-letters", arn: deadLettersArn, visibilitySeconds: 30, redrive: undefined },
];

/** Opens an upload queue with dead letters and its poller. The clock stands still unless a test moves it. */
export function openUploadQueue({
  database = new DatabaseSync(":memory:"),
  batchSize = 10,
  retryDelaySeconds = 60,
} = {}) {
  const clock = { now: 1_000_000 };
  const now = () => clock.now;
  const queues = openQueues(database, definitions, now);
  const uploads = queues.withArn(uploadsArn);
  const counts = createCounts(database);
  const mapping = createEventSourceMapping({
    ...{ queue: uploads, counts, batchSize, retryDelaySeconds, now },
    reportsBatchItemFailures: true,
    region: "eu-central-1",
  });
  return { database, clock, queues, uploads, deadLetters: queues.withArn(deadLettersArn), counts, mapping };
}
