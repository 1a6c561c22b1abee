import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import test from "ava";
import { send, sign } from "../../../helpers/aws/raw-s3.ts";
import { owner, region } from "../../../helpers/aws/s3.ts";
import { startServices } from "../../../helpers/aws/services.ts";

const QueueUrl = `https://sqs.${region}.amazonaws.com/000000000000/uploads`;

test("a message goes through a queue with its attributes, by any address that ends in account and name", async (t) => {
  const { sqs, waking } = await startServices(t);
  const MessageAttributes = { ErrorMessage: { DataType: "String", StringValue: "né" } };

  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "é", MessageAttributes }));
  const names = { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All" as const] };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...names }));

  t.is(waking.count, 2);
  t.like(Messages, [
    { MessageId: sent.MessageId, Body: "é", MessageAttributes, Attributes: { ApproximateReceiveCount: "1" } },
  ]);
});

test("attributes of a message come only when they are asked for", async (t) => {
  const { sqs, uploads } = await startServices(t);
  const text = { DataType: "String", StringValue: "x" };
  uploads.send("a", { "a.b": text, c: text });
  const receive = async (...names: string[]) => {
    const input = { QueueUrl, VisibilityTimeout: 0, MessageAttributeNames: names };
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand(input));
    return Object.keys(message?.MessageAttributes ?? {});
  };

  t.deepEqual(await receive(), []);
  t.deepEqual(await receive("c"), ["c"]);
  t.deepEqual(await receive("a.*"), ["a.b"]);
});

test("a message is made visible again, received again and deleted", async (t) => {
  const { sqs, uploads } = await startServices(t);
  uploads.send("a");
  const receive = async () => {
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    return message?.ReceiptHandle;
  };

  const change = { QueueUrl, ReceiptHandle: await receive(), VisibilityTimeout: 0 };
  await sqs.send(new ChangeMessageVisibilityCommand(change));
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: await receive() }));

  t.is(uploads.size(), 0);
});

test("the address of a queue leads to this endpoint, also without an endpoint of the client's own", async (t) => {
  const { sqs, endpoint } = await startServices(t);

  const { QueueUrl: address } = await sqs.send(new GetQueueUrlCommand({ QueueName: "uploads" }));
  const ignore = () => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const client = new SQSClient({ region, credentials: owner, maxAttempts: 1, logger });
  const query = { QueueUrl: address, AttributeNames: ["All" as const] };
  const { Attributes } = await client.send(new GetQueueAttributesCommand(query));

  t.is(address, `${endpoint}/000000000000/uploads`);
  t.like(Attributes, { ApproximateNumberOfMessages: "0", VisibilityTimeout: "360" });
  t.deepEqual(JSON.parse(Attributes?.RedrivePolicy ?? ""), {
    deadLetterTargetArn: "arn:aws:sqs:eu-central-1:000000000000:dead-letters",
    maxReceiveCount: 5,
  });
});

const failures: [title: string, call: (sqs: SQSClient) => Promise<unknown>, name: string, message: RegExp][] =
  [
    [
      "a tenth call",
      (sqs) => sqs.send(new ListQueuesCommand({})),
      "NotImplemented",
      /^ListQueues is not implemented/,
    ],
    [
      "a queue that is not there",
      (sqs) => sqs.send(new GetQueueUrlCommand({ QueueName: "nope" })),
      "QueueDoesNotExist",
      /does not exist/,
    ],
    [
      "a receipt that is none",
      (sqs) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "x" })),
      "ReceiptHandleIsInvalid",
      /receipt handle/,
    ],
    [
      "an unknown attribute of a queue",
      (sqs) => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["KmsMasterKeyId"] })),
      "InvalidAttributeName",
      /KmsMasterKeyId/,
    ],
    [
      "an attribute that every object has",
      (sqs) =>
        sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["constructor" as "All"] })),
      "InvalidAttributeName",
      /constructor/,
    ],
    [
      "eleven messages at once",
      (sqs) => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
      "InvalidParameterValue",
      /MaxNumberOfMessages.*from 1 to 10/,
    ],
    [
      "a delay",
      (sqs) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a", DelaySeconds: 1 })),
      "NotImplemented",
      /^DelaySeconds of SendMessage/,
    ],
    [
      "a control character",
      (sqs) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "\u0000" })),
      "InvalidMessageContents",
      /characters/,
    ],
    [
      "a message of more than 1 MiB",
      (sqs) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(1024 ** 2 + 1) })),
      "InvalidParameterValue",
      /MessageBody.*1048576 bytes/,
    ],
  ];

for (const [title, call, name, message] of failures) {
  test(`${title} is refused with ${name}`, async (t) => {
    const { sqs, uploads } = await startServices(t);

    await t.throwsAsync(call(sqs), { name, message });

    t.is(uploads.size(), 0);
  });
}

test("who may not send to a queue is told so", async (t) => {
  const { strangersSqs, uploads } = await startServices(t);

  const sent = strangersSqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }));

  await t.throwsAsync(sent, { name: "AccessDeniedException", message: /sqs:SendMessage on arn:.*:uploads$/ });
  t.is(uploads.size(), 0);
});

test("the older protocol is refused in its own words, with what to do", async (t) => {
  const { endpoint } = await startServices(t);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const request = { method: "POST", path: "/", headers, body: "Action=ListQueues" };

  const answer = await send(endpoint, sign(endpoint, request, { service: "sqs" }).request);

  t.like(answer, { status: 501, code: "NotImplemented" });
  t.regex(answer.text, /aws clients before 2\.13\.34/);
});
