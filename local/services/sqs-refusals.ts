import type { Answer } from "../s3/operation.ts";
import { buildXml } from "../s3/xml.ts";
import { notImplemented, type ServiceError } from "./service.ts";

/** Clients that began with SQS's older protocol know these errors by other names. */
const queryCodes: Record<string, string> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
};

export function jsonRefusal({ code, status, message }: ServiceError): Answer {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-query-error": `${queryCodes[code] ?? code};${status < 500 ? "Sender" : "Receiver"}`,
    },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  };
}

export const oldProtocol = notImplemented(
  "The query protocol of SQS, which aws clients before 2.13.34 speak,",
);

/** Told in that protocol's own form: nothing else would be understood. */
export function queryRefusal({ code, status, message }: ServiceError): Answer {
  const content = { Error: { Type: "Sender", Code: code, Message: message } };
  return {
    status,
    headers: { "content-type": "text/xml" },
    body: buildXml("ErrorResponse", content, { namespaced: false }),
  };
}
