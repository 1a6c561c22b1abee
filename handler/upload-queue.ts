import type { SQSClient, SQSClientConfig } from "@aws-sdk/client-sqs";
import type { QueuedMessage } from "./events.ts";
import type { DeadLetterSettings } from "./settings.ts";

/** What the function itself does about the messages of a queue; everything else Lambda does for it. */
export interface UploadQueue {
  /** Whether a message that was received this often is tried no more. */
  isLastTry(receives: number): boolean;
  /** Makes a dead letter of a message, with the reason that SQS itself would not keep. */
  bury(body: string, reason: unknown, requestId: string): Promise<void>;
  /** Takes a message that is done out of its queue, before the others of its batch are. */
  finish(message: QueuedMessage): Promise<void>;
}

/** The attributes of dead letters are those that Lambda gives to an event that failed: all dead letters look alike. */
export function createUploadQueue({ queueUrl, maxReceives }: DeadLetterSettings): UploadQueue {
  let client: SQSClient | undefined;
  const sqs = async () => {
    // Loaded when it is needed: most functions never see a failure.
    const sdk = await import("@aws-sdk/client-sqs");
    client ??= new sdk.SQSClient(config);
    return { client, ...sdk };
  };

  return {
    isLastTry: (receives) => receives >= maxReceives,

    bury: async (MessageBody, reason, requestId) => {
      const { client, SendMessageCommand } = await sqs();
      const MessageAttributes = {
        RequestID: { DataType: "String", StringValue: requestId },
        ErrorCode: { DataType: "Number", StringValue: "200" },
        ErrorMessage: { DataType: "String", StringValue: messageOf(reason) },
      };
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, MessageAttributes }));
    },

    finish: async ({ queueArn, receiptHandle: ReceiptHandle }) => {
      const { client, DeleteMessageCommand } = await sqs();
      // Both queues are of one account and region.
      const QueueUrl = queueUrl.replace(/[^/]+$/, queueArn.split(":").at(-1) ?? "");
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
  };
}

/** The local run's endpoint is told by the environment, which a queue's address would overrule. */
const config: SQSClientConfig = { useQueueUrlAsEndpoint: false };

/** As much of it as Lambda keeps, and nothing that SQS refuses in an attribute. */
function messageOf(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  const kilobyte = new TextDecoder().decode(Buffer.from(text).subarray(0, 1024), { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: SQS takes the characters of XML only
  return kilobyte.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd") || "unknown";
}
