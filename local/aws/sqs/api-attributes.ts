import { type Input, readTexts } from "../endpoint/input.ts";
import { ServiceError } from "../endpoint/service.ts";
import type { Queue } from "./queue.ts";

export function queueAttributes(queue: Queue, input: Input): object {
  const all = attributesOf(queue);
  const names = readTexts(input, "AttributeNames");
  const unknown = names.find((name) => name !== "All" && !Object.hasOwn(all, name));
  if (unknown !== undefined)
    throw new ServiceError("InvalidAttributeName", `The local run does not know the attribute ${unknown}`);
  const chosen = Object.entries(all).filter(
    ([name, value]) => value !== undefined && (names.includes("All") || names.includes(name)),
  );
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

function attributesOf(queue: Queue): Record<string, string | undefined> {
  const { arn, visibilitySeconds, redrive } = queue.definition;
  const { visible, invisible } = queue.counts();
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: "0",
    ApproximateNumberOfMessagesNotVisible: String(invisible),
    QueueArn: arn,
    RedrivePolicy:
      redrive &&
      JSON.stringify({ deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceives }),
    VisibilityTimeout: String(visibilitySeconds),
  };
}
