import test from "ava";
import { type RawRequest, type SigningChoices, send, sendSigned, sign } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const minute = 60_000;
const put = { method: "PUT", path: "/uploads/key", body: "bytes" };

test("a request signed by the book is accepted", async (t) => {
  const { endpoint } = await startS3(t);

  const answer = await sendSigned(endpoint, { ...put, headers: { "x-amz-meta-a": "b   c" } });

  t.is(answer.status, 200, answer.text);
});

const refusedChoices: { title: string; choices: SigningChoices; status: number; code: string }[] = [
  {
    title: "an unknown access key",
    choices: { accessKeyId: "NOBODY" },
    status: 403,
    code: "InvalidAccessKeyId",
  },
  { title: "a wrong secret", choices: { secretAccessKey: "x" }, status: 403, code: "SignatureDoesNotMatch" },
  {
    title: "another region",
    choices: { region: "us-west-2" },
    status: 400,
    code: "AuthorizationHeaderMalformed",
  },
  {
    title: "an old date",
    choices: { date: new Date(Date.now() - 16 * minute) },
    status: 403,
    code: "RequestTimeTooSkewed",
  },
  {
    title: "a future date",
    choices: { date: new Date(Date.now() + 16 * minute) },
    status: 403,
    code: "RequestTimeTooSkewed",
  },
  {
    title: "a wrong body hash",
    choices: { payload: "0".repeat(64) },
    status: 400,
    code: "XAmzContentSHA256Mismatch",
  },
  {
    title: "a payload that is no hash",
    choices: { payload: "nonsense" },
    status: 400,
    code: "InvalidArgument",
  },
];

for (const { title, choices, status, code } of refusedChoices) {
  test(`${title} is refused with ${code}, and stores nothing`, async (t) => {
    const { endpoint, files, events } = await startS3(t);

    const answer = await sendSigned(endpoint, put, choices);

    t.like(answer, { status, code });
    t.deepEqual([files(), events], [[], []]);
  });
}

test("a wrong region is named together with the right one", async (t) => {
  const { endpoint } = await startS3(t);

  const answer = await sendSigned(endpoint, put, { region: "us-west-2" });

  t.regex(answer.text, /the region &apos;us-west-2&apos; is wrong; expecting &apos;eu-central-1&apos;/);
  t.regex(answer.text, /<Region>eu-central-1<\/Region>/);
});

type Change = (request: RawRequest) => RawRequest;
const withHeaders = (request: RawRequest, headers: Record<string, string>): RawRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
});
const withoutHeader = (request: RawRequest, name: string): RawRequest => ({
  ...request,
  headers: Object.fromEntries(Object.entries(request.headers).filter(([other]) => other !== name)),
});

const tampered: { title: string; change: Change; code: string }[] = [
  { title: "another path", change: (r) => ({ ...r, path: "/uploads/other" }), code: "SignatureDoesNotMatch" },
  {
    title: "a path that means the same",
    change: (r) => ({ ...r, path: "/uploads/%6Bey" }),
    code: "SignatureDoesNotMatch",
  },
  {
    title: "a longer query",
    change: (r) => ({ ...r, path: `${r.path}?tagging` }),
    code: "SignatureDoesNotMatch",
  },
  { title: "another method", change: (r) => ({ ...r, method: "POST" }), code: "SignatureDoesNotMatch" },
  {
    title: "a changed header",
    change: (r) => withHeaders(r, { "x-amz-meta-a": "2" }),
    code: "SignatureDoesNotMatch",
  },
  { title: "an added header", change: (r) => withHeaders(r, { "x-amz-meta-b": "2" }), code: "AccessDenied" },
  { title: "no signature", change: (r) => withoutHeader(r, "authorization"), code: "AccessDenied" },
  { title: "no date", change: (r) => withoutHeader(r, "x-amz-date"), code: "AccessDenied" },
  { title: "no body hash", change: (r) => withoutHeader(r, "x-amz-content-sha256"), code: "InvalidRequest" },
  { title: "another body", change: (r) => ({ ...r, body: "other" }), code: "XAmzContentSHA256Mismatch" },
  {
    title: "version 2",
    change: (r) => withHeaders(r, { authorization: "AWS LOCALOWNER:abc=" }),
    code: "InvalidRequest",
  },
  {
    title: "nonsense",
    change: (r) => withHeaders(r, { authorization: "AWS4-HMAC-SHA256 nonsense" }),
    code: "AuthorizationHeaderMalformed",
  },
  {
    title: "a session token",
    change: (r) => withHeaders(r, { "x-amz-security-token": "token" }),
    code: "InvalidToken",
  },
];

for (const { title, change, code } of tampered) {
  test(`a request with ${title} is refused with ${code}`, async (t) => {
    const { endpoint, files } = await startS3(t);
    const { request } = sign(endpoint, { ...put, headers: { "x-amz-meta-a": "1" } });

    const answer = await send(endpoint, change(request));

    t.is(answer.code, code);
    t.deepEqual(files(), []);
  });
}
