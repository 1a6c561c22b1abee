import type { Queue } from "../queues/queue.ts";
import type { ObjectEvent } from "../s3/server.ts";
import type { LocalStack } from "../stack.ts";
import { eventBridgeEvent } from "./event-bridge.ts";
import type { Journal } from "./journal.ts";
import { notificationsFor } from "./notifications.ts";

/**
 * Tells everyone of a change whom the stack wants to be told. It takes part in the change's transaction.
 *
 * @param onRule - Told of each rule of EventBridge that calls the function.
 */
export function createFanOut(
  { notifications, eventBridge, account }: Pick<LocalStack, "notifications" | "eventBridge" | "account">,
  journal: Pick<Journal, "enqueue">,
  queues: { withArn(arn: string): Pick<Queue, "send"> },
  region: string,
  onRule: (name: string) => void = () => {},
): (event: ObjectEvent) => void {
  return (event) => {
    for (const { message, queueArn } of notificationsFor(event, notifications, region)) {
      if (queueArn === undefined) journal.enqueue(message);
      else queues.withArn(queueArn).send(JSON.stringify(message));
    }
    if (!eventBridge.buckets.includes(event.bucket)) return;
    const message = eventBridgeEvent(event, account, region);
    for (const { name } of eventBridge.rules.filter(({ matches }) => matches(message))) {
      journal.enqueue(message);
      onRule(name);
    }
  };
}
