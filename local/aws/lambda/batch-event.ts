import { type Message, type MessageAttributes, md5, systemAttributes } from "../sqs/message.ts";

/** Returns Lambda's event for messages of a queue: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function batchEvent(messages: Message[], queueArn: string, region: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: lambdaAttributes(message.attributes),
      md5OfBody: md5(message.body),
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}

/** Renames the fields: Lambda's differ from SQS's in case. */
function lambdaAttributes(attributes: MessageAttributes): object {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        dataType: DataType,
      },
    ]),
  );
}
