import type { DatabaseSync } from "node:sqlite";
import { messageTable } from "./message.ts";
import { openQueue, type Queue, type QueueDefinition } from "./queue.ts";

/** All queues of a run. */
export interface Queues {
  all: Queue[];
  named(name: string): Queue | undefined;
  /** Any address of a queue ends in its account and name. */
  at(url: string): Queue | undefined;
  /** @throws {Error} When the stack has no such queue. */
  withArn(arn: string): Queue;
  /** Empties queues of earlier stacks and returns the bodies of their messages, within the caller's transaction. */
  takeForgotten(): string[];
}

export function openQueues(
  database: DatabaseSync,
  definitions: QueueDefinition[],
  now?: () => number,
): Queues {
  database.exec(messageTable);
  const all = definitions.map((definition) => openQueue(database, definition, now));
  const named = (name: string) => all.find(({ definition }) => definition.name === name);
  return {
    all,
    named,
    at: (url) => named(/\/\d{12}\/([\w-]{1,80})$/.exec(url)?.[1] ?? ""),
    withArn: (arn) => {
      const queue = all.find(({ definition }) => definition.arn === arn);
      if (queue === undefined) throw new Error(`The local run knows no queue ${arn}`);
      return queue;
    },
    takeForgotten: () => {
      const arns = JSON.stringify(definitions.map(({ arn }) => arn));
      return database
        .prepare("DELETE FROM messages WHERE queue NOT IN (SELECT value FROM json_each(?)) RETURNING body")
        .all(arns)
        .map(({ body }) => String(body));
    },
  };
}
