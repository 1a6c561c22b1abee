import { type Input, invalid, readInput, readNumber, readText } from "../endpoint/input.ts";
import { isQuery, jsonRefusal, queryRefusal, readTarget } from "../endpoint/refusals.ts";
import { accessDenied, jsonAnswer, notImplemented, type Service, ServiceError } from "../endpoint/service.ts";
import { queueAttributes } from "./api-attributes.ts";
import { receiveMessage, sendMessage } from "./api-messages.ts";
import { isReceipt, type Queue } from "./queue.ts";
import type { Queues } from "./queues.ts";

const errorNames = {
  namespace: "com.amazonaws.sqs",
  query: {
    QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
    MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  },
};

const oldProtocol = notImplemented("The query protocol of SQS, which aws clients before 2.13.34 speak,");

/** The calls of `redrive` and of the function, and no more; `GetQueueUrl` names its queue in another way. */
const calls = new Map<string, (queue: Queue, input: Input) => object>([
  ["ChangeMessageVisibility", changeMessageVisibility],
  ["DeleteMessage", deleteMessage],
  ["GetQueueAttributes", queueAttributes],
  ["ReceiveMessage", receiveMessage],
  ["SendMessage", sendMessage],
]);

export const callNames = [...calls.keys(), "GetQueueUrl"];

/** SQS over the queues of the run, in its JSON protocol. */
export function createSqs(queues: Queues): Service {
  return {
    answer: (call) => {
      if (isQuery(call)) throw oldProtocol;
      const name = readTarget(call, "AmazonSQS");
      const { headers, body, mayCall } = call;
      const work = calls.get(name);
      if (work === undefined && name !== "GetQueueUrl") throw notImplemented(name);

      const input = readInput(body);
      const queue =
        work === undefined
          ? queues.named(readText(input, "QueueName"))
          : queues.at(readText(input, "QueueUrl"));
      if (queue === undefined)
        throw new ServiceError("QueueDoesNotExist", "The specified queue does not exist.");
      const { arn } = queue.definition;
      if (!mayCall(`sqs:${name}`, arn)) throw accessDenied(`sqs:${name}`, arn);
      return jsonAnswer(200, work?.(queue, input) ?? { QueueUrl: urlOf(queue, headers.get("host") ?? "") });
    },

    refuse: (error) => (error === oldProtocol ? queryRefusal(error) : jsonRefusal(error, errorNames)),
  };
}

/** The address is at this endpoint, so clients that use the queue's address find it. */
function urlOf({ definition: { arn, name } }: Queue, host: string): string {
  return `http://${host}/${arn.split(":")[4]}/${name}`;
}

function deleteMessage(queue: Queue, input: Input): object {
  queue.delete(readReceipt(input));
  return {};
}

function changeMessageVisibility(queue: Queue, input: Input): object {
  const seconds = readNumber(input, "VisibilityTimeout", 0, 43_200);
  if (seconds === undefined) throw invalid("VisibilityTimeout", "a number of seconds is needed");
  if (!queue.changeVisibility(readReceipt(input), seconds))
    throw new ServiceError("MessageNotInflight", "The specified message isn't in flight.");
  return {};
}

function readReceipt(input: Input): string {
  const handle = readText(input, "ReceiptHandle");
  if (!isReceipt(handle))
    throw new ServiceError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
  return handle;
}
