import { eventBridgeEvent } from "../eventbridge/event.ts";
import type { Journal } from "../lambda/async-events.ts";
import type { ObjectEvent } from "../s3/object-event.ts";
import type { Queue } from "../sqs/queue.ts";
import type { DeliveryDefinition } from "./definitions.ts";
import { notificationsFor } from "./notifications.ts";

/**
 * Returns a function to send an event to all targets the stack names for it, as part of the change's
 * transaction.
 *
 * @param onRule - Called for each EventBridge rule with the function as target and a match.
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
