import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import test, { type ExecutionContext } from "ava";
import { createDeadLetters } from "../../../handler/events/dead-letters.ts";

const queueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters";

interface Sent {
  MessageBody?: string;
  QueueUrl: string;
  MessageAttributes?: Record<string, { DataType: string; StringValue: string }>;
}

/** Starts a queue, which records its messages or refuses them. */
async function startQueue(t: ExecutionContext, status = 200) {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const message = (await json(request)) as Sent;
    sent.push(message);
    const MD5OfMessageBody = createHash("md5")
      .update(message.MessageBody ?? "")
      .digest("hex");
    const error = { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "no such queue" };
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(status === 200 ? { MessageId: "1", MD5OfMessageBody } : error));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => server.closeAllConnections());
  t.teardown(() => server.close());
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
  });
  return { sent, ...createDeadLetters({ queueUrl, maxReceives: 5 }) };
}

test("A message is given up at the last of its receives", (t) => {
  const { isLastTry } = createDeadLetters({ queueUrl, maxReceives: 5 });

  t.deepEqual([4, 5, 6].map(isLastTry), [false, true, true]);
});

test.serial("A dead letter has the message, the request, and the reason as Lambda writes it", async (t) => {
  const { sent, bury } = await startQueue(t);

  await bury('{"a":1}', new Error("S3 is down"), "request-1");

  t.like(sent, [{ MessageBody: '{"a":1}', QueueUrl: queueUrl }]);
  t.deepEqual(sent[0]?.MessageAttributes, {
    RequestID: { DataType: "String", StringValue: "request-1" },
    ErrorCode: { DataType: "Number", StringValue: "200" },
    ErrorMessage: { DataType: "String", StringValue: "S3 is down" },
  });
});

for (const [what, reason, kept] of [
  ["is longer than a kilobyte", "ü".repeat(600), "ü".repeat(512)],
  ["has characters that SQS refuses", new Error("a\u0000b\u001b\uffff"), "a\ufffdb\ufffd\ufffd"],
  ["is empty", new Error(""), "unknown"],
] as const) {
  test.serial(`A reason that ${what} is kept as far as SQS takes it`, async (t) => {
    const { sent, bury } = await startQueue(t);

    await bury("{}", reason, "request-1");

    t.is(sent[0]?.MessageAttributes?.ErrorMessage?.StringValue, kept);
  });
}

test.serial("A queue that refuses is an error", async (t) => {
  const { bury } = await startQueue(t, 400);

  await t.throwsAsync(bury("{}", "x", "request-1"), { message: "no such queue" });
});
