import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Owner } from "../temporary-folder.ts";

/** Holds the body of a success, or an error of AWS. */
export type Answer = object | { error: string; message: string; status?: number };

/** Holds a call's input and its name in IAM. */
export interface Call {
  action: string;
  /** Names the queue or the function, as IAM would compare it. */
  on: string;
  input: Record<string, unknown>;
}

/** Answers for SQS, CloudWatch and Lambda from a table by action; any other call is a fault of the test. */
export async function startFakeAws(owner: Owner, answers: Record<string, (call: Call) => Answer>) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const call = await read(request);
    calls.push(call);
    const answer = answers[call.action]?.(call) ?? { error: "Unexpected", message: call.action, status: 501 };
    const failed = "error" in answer;
    const status = failed ? (answer.status ?? 400) : call.action === "lambda:InvokeFunction" ? 202 : 200;
    response.writeHead(status, failed ? { "x-amzn-errortype": answer.error } : {});
    response.end(JSON.stringify(failed ? { __type: answer.error, message: answer.message } : answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  owner.teardown(() => server.close());
  owner.teardown(() => server.closeAllConnections());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** CloudWatch has this name in its JSON protocol. */
const cloudWatch = "GraniteServiceVersion20100801";

async function read(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? "", "http://localhost");
  const body = await text(request);
  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    const input = JSON.parse(body);
    const [service, action] = String(target).split(".");
    if (service === cloudWatch) return { action: `cloudwatch:${action}`, on: "*", input };
    const name = input.QueueName ?? String(input.QueueUrl).split("/").at(-1);
    return { action: `sqs:${action}`, on: name, input };
  }
  const [, name = "", what] = /\/functions\/([^/]+)\/(\w+)/.exec(url.pathname) ?? [];
  if (what === "configuration") return { action: "lambda:GetFunctionConfiguration", on: name, input: {} };
  if (what === "invocations")
    return {
      action: "lambda:InvokeFunction",
      on: name,
      input: { Payload: body, type: request.headers["x-amz-invocation-type"] },
    };
  return { action: "lambda:ListEventSourceMappings", on: "*", input: Object.fromEntries(url.searchParams) };
}

const arn = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;

/**
 * Returns answers about a pipeline with the dead letters `bodies`; its events come from the queue `uploads`,
 * if any.
 */
export function pipelineAnswers({ bodies = [], uploads }: { bodies?: string[]; uploads?: string } = {}) {
  const url = "https://sqs.eu-central-1.amazonaws.com/123456789012";
  const settings = {
    sourceBucket: "uploads",
    ...(uploads && { deadLetters: { queueUrl: `${url}/images-dead-letters`, maxReceives: 5 } }),
  };
  const waiting = bodies.map((Body, index) => ({
    MessageId: `m${index}`,
    ReceiptHandle: `r${index}`,
    Body,
    MD5OfBody: md5(Body),
    Attributes: { SentTimestamp: "1764000000000" },
    MessageAttributes: { ErrorMessage: { DataType: "String", StringValue: "S3 is down" } },
  }));
  return {
    "lambda:GetFunctionConfiguration": () => ({
      Environment: { Variables: { PIPELINE_SETTINGS: JSON.stringify(settings) } },
      DeadLetterConfig: { TargetArn: arn("images-dead-letters") },
    }),
    "lambda:ListEventSourceMappings": () => ({
      EventSourceMappings: uploads === undefined ? [] : [{ EventSourceArn: arn(uploads) }],
    }),
    "lambda:InvokeFunction": () => ({}),
    "sqs:GetQueueUrl": ({ on }: Call) => ({ QueueUrl: `${url}/${on}` }),
    "sqs:GetQueueAttributes": () => ({ Attributes: { ApproximateNumberOfMessages: String(waiting.length) } }),
    "sqs:ReceiveMessage": () => ({ Messages: waiting.splice(0, 10) }),
    "sqs:SendMessage": ({ input }: Call) => ({
      MessageId: "new",
      MD5OfMessageBody: md5(String(input.MessageBody)),
    }),
    "sqs:DeleteMessage": () => ({}),
    "sqs:ChangeMessageVisibility": () => ({}),
  };
}

function md5(body: string): string {
  return createHash("md5").update(body).digest("hex");
}
