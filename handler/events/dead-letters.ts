import type { SQSClient } from "@aws-sdk/client-sqs";
import type { DeadLetterSettings } from "../../contract/settings.ts";

/** Where a message of a queue goes that failed to the end, with the reason that SQS itself would not keep. */
export interface DeadLetters {
  /** Whether a message that was received this often is tried no more. */
  isLastTry(receives: number): boolean;
  bury(body: string, reason: unknown, requestId: string): Promise<void>;
}

/** The attributes are those that Lambda gives to an event that failed: all dead letters look alike. */
export function createDeadLetters({ queueUrl, maxReceives }: DeadLetterSettings): DeadLetters {
  let client: SQSClient | undefined;
  return {
    isLastTry: (receives) => receives >= maxReceives,

    bury: async (body, reason, requestId) => {
      // Loaded with the first dead letter: most functions never see one.
      const sdk = await import("@aws-sdk/client-sqs");
      // The local run's endpoint is told by the environment, which the queue's address would overrule.
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

/** As much of it as Lambda keeps, and nothing that SQS refuses in an attribute. */
function messageOf(reason: unknown): string {
  const text = reason instanceof Error ? reason.message : String(reason);
  const kilobyte = new TextDecoder().decode(Buffer.from(text).subarray(0, 1024), { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: SQS takes the characters of XML only
  return kilobyte.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd") || "unknown";
}
