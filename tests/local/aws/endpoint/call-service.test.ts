import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import test from "ava";
import { send, sign } from "../../../helpers/aws/raw-s3.ts";
import { owner, region } from "../../../helpers/aws/s3.ts";
import { startServices } from "../../../helpers/aws/services.ts";

const QueueUrl = `https://sqs.${region}.amazonaws.com/000000000000/uploads`;

const wrongSecret = { accessKeyId: owner.accessKeyId, secretAccessKey: "wrong" };
const unknownKey = { accessKeyId: "NOBODY", secretAccessKey: "x" };
const strangers = { InvalidSignatureException: wrongSecret, UnrecognizedClientException: unknownKey };

for (const [name, credentials] of Object.entries(strangers)) {
  test(`a request that is not signed by one of ours is refused with ${name}`, async (t) => {
    const { endpoint, uploads } = await startServices(t);
    const client = new SQSClient({ endpoint, region, maxAttempts: 1, credentials });

    await t.throwsAsync(client.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" })), { name });

    t.is(uploads.size(), 0);
  });
}

test("a body that is not the signed one is refused", async (t) => {
  const { endpoint, uploads } = await startServices(t);
  const headers = { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" };
  const body = JSON.stringify({ QueueUrl, MessageBody: "a" });
  const { request } = sign(endpoint, { method: "POST", path: "/", headers, body }, { service: "sqs" });

  const other = await send(endpoint, { ...request, body: body.replace("a", "b") });
  const signed = await send(endpoint, request);

  t.is(other.status, 403);
  t.regex(other.text, /InvalidSignatureException/);
  t.is(signed.status, 200);
  t.like(uploads.newest(2), [{ body: "a" }]);
});

test("a signature for another service opens no object", async (t) => {
  const { endpoint } = await startServices(t);

  const answer = await send(endpoint, sign(endpoint, { path: "/uploads/key" }, { service: "sns" }).request);

  t.like(answer, { status: 400, code: "AuthorizationHeaderMalformed" });
  t.regex(answer.text, /the service &apos;sns&apos; is wrong; expecting &apos;s3&apos;/);
});
