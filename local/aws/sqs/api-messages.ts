import { type Input, invalid, readNumber, readText, readTexts } from "../endpoint/input.ts";
import { notImplemented, ServiceError } from "../endpoint/service.ts";
import {
  type Message,
  type MessageAttribute,
  type MessageAttributes,
  md5,
  systemAttributes,
} from "./message.ts";
import type { Queue } from "./queue.ts";

const maxMessageBytes = 1024 ** 2;
const maxAttributes = 10;

/** Parameters SQS would act on and the local run would not. */
const refusedOptions = ["MessageGroupId", "MessageDeduplicationId", "MessageSystemAttributes"];

// biome-ignore lint/suspicious/noControlCharactersInRegex: SQS takes the characters of XML only
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

export function sendMessage(queue: Queue, input: Input): object {
  const body = readText(input, "MessageBody");
  const attributes = readAttributes(input);
  if (readNumber(input, "DelaySeconds", 0, 900)) throw notImplemented("DelaySeconds of SendMessage");
  const refused = refusedOptions.find((name) => input[name] !== undefined);
  if (refused !== undefined) throw notImplemented(`${refused} of SendMessage`);
  if (!isAllowed(body))
    throw new ServiceError(
      "InvalidMessageContents",
      "The message contains characters outside the allowed set.",
    );
  if (Buffer.byteLength(body) + sizeOf(attributes) > maxMessageBytes)
    throw invalid(
      "MessageBody",
      `a message with its attributes must be shorter than ${maxMessageBytes} bytes`,
    );
  return { MessageId: queue.send(body, attributes), MD5OfMessageBody: md5(body) };
}

function readAttributes(input: Input): MessageAttributes {
  const attributes = (input.MessageAttributes ?? {}) as Record<string, Partial<MessageAttribute> | null>;
  const entries = Object.entries(attributes);
  if (entries.length > maxAttributes)
    throw invalid("MessageAttributes", `at most ${maxAttributes} are allowed`);
  for (const [name, attribute] of entries) {
    const { DataType, StringValue, BinaryValue } = attribute ?? {};
    if (!/^[\w.-]{1,256}$/.test(name)) throw invalid("MessageAttributes", `the name ${name} is not allowed`);
    if (!/^(String|Number|Binary)(\..+)?$/.test(String(DataType)) || !(StringValue || BinaryValue))
      throw invalid("MessageAttributes", `${name} needs a type and a value`);
    if (!isAllowed(StringValue ?? ""))
      throw invalid("MessageAttributes", `${name} has characters outside the allowed set`);
  }
  return attributes as MessageAttributes;
}

function isAllowed(text: string): boolean {
  return text.isWellFormed() && !forbidden.test(text);
}

function sizeOf(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (size, [name, { DataType, StringValue = "", BinaryValue = "" }]) => {
      const value = Buffer.byteLength(StringValue) + Buffer.byteLength(BinaryValue, "base64");
      return size + Buffer.byteLength(name + DataType) + value;
    },
    0,
  );
}

/** It never waits: `WaitTimeSeconds` allows an early answer without messages. */
export function receiveMessage(queue: Queue, input: Input): object {
  const limit = readNumber(input, "MaxNumberOfMessages", 1, 10) ?? 1;
  const visibilitySeconds = readNumber(input, "VisibilityTimeout", 0, 43_200);
  readNumber(input, "WaitTimeSeconds", 0, 20);
  const system = [...readTexts(input, "MessageSystemAttributeNames"), ...readTexts(input, "AttributeNames")];
  const own = readTexts(input, "MessageAttributeNames");
  const messages = queue.receive(limit, visibilitySeconds);
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => asReceived(message, system, own)) };
}

function asReceived(message: Message, system: string[], own: string[]): object {
  const Attributes = chosen(systemAttributes(message), system);
  const MessageAttributes = chosen(message.attributes, own);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(Object.keys(MessageAttributes).length > 0 && { MessageAttributes }),
  };
}

/** `All` and `.*` match every name, `a.*` matches names beginning with `a`. */
function chosen<Value>(values: Record<string, Value>, names: string[]): Record<string, Value> {
  const isChosen = (name: string) =>
    names.some(
      (wanted) =>
        wanted === "All" ||
        wanted === name ||
        (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(values).filter(([name]) => isChosen(name)));
}
