/** S3's notification about keys of the bucket `uploads`; the keys are encoded already. */
export function s3Event(...keys: string[]) {
  return { Records: keys.map((key) => ({ s3: { bucket: { name: "uploads" }, object: { key } } })) };
}

export function eventBridgeEvent(key: string, detailType = "Object Created", bucket = "uploads") {
  return {
    version: "0",
    source: "aws.s3",
    "detail-type": detailType,
    detail: { bucket: { name: bucket }, object: { key } },
  };
}

/** A queue's message as Lambda passes it on. */
export function sqsRecord(messageId: string, body: unknown, receives = 1) {
  return {
    messageId,
    eventSource: "aws:sqs",
    body: JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(receives) },
  };
}

/** A batch of messages received for the first time, numbered from 1. */
export function batchOf(...bodies: unknown[]) {
  return { Records: bodies.map((body, index) => sqsRecord(String(index + 1), body)) };
}
