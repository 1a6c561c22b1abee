import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import { type RawRequest, send, sendSigned, sign } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const put = { method: "PUT", path: "/uploads/key", body: "bytes" };

const unimplemented: [method: string, path: string, name: string][] = [
  ["PUT", "/new", "CreateBucket"],
  ["DELETE", "/uploads", "DeleteBucket"],
  ["POST", "/uploads", "PostObject"],
  ["GET", "/uploads?acl", "GetBucketAcl"],
  ["PUT", "/uploads?versioning", "PutBucketVersioning"],
  ["DELETE", "/uploads?policy", "DeleteBucketPolicy"],
  ["GET", "/uploads/key?acl", "GetObjectAcl"],
  ["GET", "/uploads/key?attributes", "GetObjectAttributes"],
  ["GET", "/uploads/key?partNumber=1", "GetObjectPart"],
  ["POST", "/uploads/key?restore", "RestoreObject"],
  ["POST", "/uploads/key?select&select-type=2", "SelectObjectContent"],
];

for (const [method, path, name] of unimplemented) {
  test(`${method} ${path} is refused with the name ${name}`, async (t) => {
    const { endpoint } = await startS3(t);

    const answer = await sendSigned(endpoint, { method, path });

    t.like(answer, { status: 501, code: "NotImplemented" });
    t.true(
      answer.text.includes(`<Message>${name} is not implemented by the local run</Message>`),
      answer.text,
    );
  });
}

const refusedHeaders: Record<string, string> = {
  "x-amz-acl": "public-read",
  "x-amz-grant-read": "id=1",
  "x-amz-storage-class": "GLACIER",
  "x-amz-server-side-encryption": "aws:kms",
  "x-amz-server-side-encryption-customer-algorithm": "AES256",
  "x-amz-object-lock-mode": "GOVERNANCE",
  "x-amz-website-redirect-location": "/",
  "x-amz-expected-bucket-owner": "1",
};

for (const [name, value] of Object.entries(refusedHeaders)) {
  test(`the header ${name}: ${value} is refused by name, and stores nothing`, async (t) => {
    const { endpoint, files } = await startS3(t);

    const answer = await sendSigned(endpoint, { ...put, headers: { [name]: value } });

    t.like(answer, { status: 501, code: "NotImplemented" });
    t.true(answer.text.includes(name));
    t.deepEqual(files(), []);
  });
}

test("headers that ask for what is so anyway are accepted, and the encryption is answered", async (t) => {
  const { endpoint } = await startS3(t);
  const headers = {
    "x-amz-acl": "private",
    "x-amz-storage-class": "STANDARD",
    "x-amz-server-side-encryption": "AES256",
  };

  const answer = await sendSigned(endpoint, { ...put, headers });

  t.is(answer.status, 200, answer.text);
  t.is(answer.headers["x-amz-server-side-encryption"], "AES256");
});

test("an error names its resource and request, without markup from the key", async (t) => {
  const { endpoint } = await startS3(t);

  const answer = await sendSigned(endpoint, { path: "/uploads/'%3Ca%3E" });

  const id = answer.headers["x-amz-request-id"];
  t.true(
    answer.text.includes(`<Resource>/uploads/&apos;%3Ca%3E</Resource><RequestId>${id}</RequestId>`),
    answer.text,
  );
});

test("an error answers a HEAD without a body", async (t) => {
  const { endpoint } = await startS3(t);

  const answer = await sendSigned(endpoint, { method: "HEAD", path: "/uploads/key" });

  t.like(answer, { status: 404, text: "" });
});

test("a large upload that is refused at once can still read why", async (t) => {
  const { endpoint, files } = await startS3(t);
  const choices = { payload: "UNSIGNED-PAYLOAD", secretAccessKey: "wrong" };

  const answer = await sendThenRead(endpoint, sign(endpoint, put, choices).request, 32 * 1024 ** 2);

  t.regex(answer, /^HTTP\/1.1 403 .*<Code>SignatureDoesNotMatch</s);
  t.deepEqual(files(), []);
});

test("a large chunked upload that is refused in the middle can still read why", async (t) => {
  const { endpoint, files } = await startS3(t);
  const headers = { "x-amz-decoded-content-length": "100000000" };
  const { request } = sign(endpoint, { ...put, headers }, { payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" });

  const answer = await sendThenRead(endpoint, { ...request, body: "1\r\nx\r\n" }, 32 * 1024 ** 2);

  t.regex(answer, /^HTTP\/1.1 403 .*<Code>SignatureDoesNotMatch</s);
  t.deepEqual(files(), []);
});

/** Sends everything, filled up to `size` bytes of body, before it reads anything, as many clients do. */
async function sendThenRead(endpoint: string, request: RawRequest, size: number): Promise<string> {
  const { method, path, headers, body } = request;
  const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
  const lines = Object.entries({ ...headers, "content-length": size }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body}`);
  await new Promise<void>((resolve, reject) => {
    socket.write(Buffer.alloc(size - body.length), (error) => (error ? reject(error) : resolve()));
  });
  return (await buffer(socket)).toString();
}

test("a connection goes on after an upload that was refused when it was complete", async (t) => {
  const { endpoint } = await startS3(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.teardown(() => agent.destroy());
  const wrong = sign(endpoint, { ...put, headers: { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" } }).request;

  const first = await exchange(endpoint, wrong, agent);
  const second = await exchange(endpoint, sign(endpoint, put).request, agent);

  t.deepEqual([first.status, second.status, second.reusedSocket], [400, 200, true]);
});

async function exchange(endpoint: string, { method, path, headers, body }: RawRequest, agent: Agent) {
  const sent = httpRequest(new URL(endpoint), { method, path, headers, agent });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  await buffer(answer);
  return { status: answer.statusCode, reusedSocket: sent.reusedSocket };
}

/** Sends the head and waits for the word to send the body. */
async function ask(
  endpoint: string,
  { method, path, headers }: RawRequest,
): Promise<string | number | undefined> {
  const sent = httpRequest(new URL(endpoint), {
    method,
    path,
    headers: { ...headers, expect: "100-continue" },
    agent: false,
  });
  sent.flushHeaders();
  const answered = once(sent, "response") as Promise<[IncomingMessage]>;
  const status = await Promise.race([
    once(sent, "continue").then(() => "continue"),
    answered.then(([answer]) => answer.statusCode),
  ]);
  answered.catch(() => undefined);
  if (status === "continue") sent.destroy();
  else if (sent.socket?.readableEnded === false) await once(sent.socket, "end");
  return status;
}

test("a client that waits for the word to send its body gets it, or the error", async (t) => {
  const { endpoint } = await startS3(t);
  const headers = { "content-length": "5" };

  const good = await ask(endpoint, sign(endpoint, { ...put, headers }).request);
  const bad = await ask(endpoint, sign(endpoint, { ...put, headers }, { secretAccessKey: "wrong" }).request);

  t.deepEqual([good, bad], ["continue", 403]);
});

test("an upload of more than 5 GiB is refused before it is sent", async (t) => {
  const { endpoint } = await startS3(t);
  const headers = { "content-length": String(5 * 1024 ** 3 + 1) };

  const status = await ask(
    endpoint,
    sign(endpoint, { ...put, headers }, { payload: "UNSIGNED-PAYLOAD" }).request,
  );

  t.is(status, 400);
});

test("an upload without its length is refused", async (t) => {
  const { endpoint } = await startS3(t);
  const headers = { "transfer-encoding": "chunked" };

  const answer = await sendSigned(endpoint, { ...put, headers });

  t.like(answer, { status: 411, code: "MissingContentLength" });
});

test("a document that is too long is refused", async (t) => {
  const { client, endpoint } = await startS3(t);
  await client.send(new PutObjectCommand({ Bucket: "uploads", Key: "key", Body: "x" }));

  const answer = await sendSigned(endpoint, {
    ...put,
    path: "/uploads/key?tagging",
    body: "x".repeat(65 * 1024),
  });

  t.is(answer.code, "MaxMessageLengthExceeded");
});

test("headers that are too long are refused in XML", async (t) => {
  const { endpoint } = await startS3(t);

  const answer = await send(endpoint, { ...put, headers: { "x-amz-meta-a": "x".repeat(20_000) } });

  t.like(answer, { status: 400, code: "RequestHeaderSectionTooLarge" });
});

test("what answers an override must fit into a header", async (t) => {
  const { client, endpoint } = await startS3(t);
  await client.send(new PutObjectCommand({ Bucket: "uploads", Key: "key", Body: "x" }));
  const get = (value: string) =>
    sendSigned(endpoint, { path: `/uploads/key?response-content-disposition=${value}` });

  t.is(
    (await get("inline%3B%20filename%3D%22%C3%BC%22")).headers["content-disposition"],
    'inline; filename="ü"',
  );
  t.is((await get("a%0D%0Ab%3A%20c")).code, "InvalidArgument");
  t.is((await get("%E2%82%AC")).code, "InvalidArgument");
});
