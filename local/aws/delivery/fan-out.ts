import { eventBridgeEvent } from "../eventbridge/event.ts";
import type { Journal } from "../lambda/async-events.ts";
import type { ObjectEvent } from "../s3/object-event.ts";
import type { Queue } from "../sqs/queue.ts";
import type { DeliveryDefinition } from "./definitions.ts";
import { notificationsFor } from "./notifications.ts";

/**
 * Tells everyone of a change whom the stack wants to be told. It takes part in the change's transaction.
 *
 * @param onRule - Told of each rule of EventBridge that calls the function.
 */
export function createFanOut(
  {
    notifications,
    eventBridge,
    account,
  }: Pick<DeliveryDefinition, "notifications" | "eventBridge" | "account">,
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
