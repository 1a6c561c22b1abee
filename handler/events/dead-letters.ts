import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DeadLetterSettings } from "../../contract/settings.ts";

/** Takes messages of a queue after their last try, with the reason, which SQS itself would not keep. */
export interface DeadLetters {
  /** Tells if a message with this many receives is tried no more. */
  isLastTry(receives: number): boolean;
  bury(body: string, reason: unknown, requestId: string): Promise<void>;
}

/** Uses the attributes of Lambda's own dead letters: all of them look alike. */
export function createDeadLetters({ queueUrl, maxReceives }: DeadLetterSettings): DeadLetters {
  let client: SQSClient | undefined;
  return {
    isLastTry: (receives) => receives >= maxReceives,

    bury: async (body, reason, requestId) => {
      // The SDK is loaded with the first dead letter: most functions never see one.
      const sdk = await import("@aws-sdk/client-sqs");
      // The environment has the local run's endpoint, which the queue's address would overrule.
      client ??= new sdk.SQSClient({ useQueueUrlAsEndpoint: false });
      const text = (value: string) => ({ DataType: "String", StringValue: value });
      await client.send(
        new sdk.SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            RequestID: text(requestId),
            ErrorCode: { DataType: "Number", StringValue: "200" },
            ErrorMessage: text(messageOf(reason)),
          },
        }),
      );
    },
  };
}

/** Keeps as much as Lambda does, without characters SQS refuses in an attribute. */
function messageOf(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  const kilobyte = new TextDecoder().decode(Buffer.from(text).subarray(0, 1024), { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: SQS takes the characters of XML only
  return kilobyte.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd") || "unknown";
}
