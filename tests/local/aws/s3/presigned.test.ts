import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import test from "ava";
import { startS3 } from "../../../helpers/aws/s3.ts";

const object = { Bucket: "uploads", Key: "a b+ü's.txt" };

test("a presigned PUT and GET carry an object, its metadata and the headers asked for", async (t) => {
  const { client } = await startS3(t);
  const put = await getSignedUrl(client, new PutObjectCommand({ ...object, Metadata: { note: "one" } }));
  const get = await getSignedUrl(client, new GetObjectCommand({ ...object, ResponseContentType: "text/x" }));

  const stored = await fetch(put, { method: "PUT", body: "bytes" });
  const got = await fetch(get);

  t.is(stored.status, 200, await stored.text());
  t.is(await got.text(), "bytes");
  t.is(got.headers.get("content-type"), "text/x");
  t.is(got.headers.get("x-amz-meta-note"), "one");
});

const changes: { title: string; change: (url: URL) => void; signingDate?: Date; code: string }[] = [
  { title: "for another key", change: (url) => (url.pathname += "x"), code: "SignatureDoesNotMatch" },
  {
    title: "that was made to last longer",
    change: (url) => url.searchParams.set("X-Amz-Expires", "901"),
    code: "SignatureDoesNotMatch",
  },
  {
    title: "of more than seven days",
    change: (url) => url.searchParams.set("X-Amz-Expires", "604801"),
    code: "AuthorizationQueryParametersError",
  },
  {
    title: "without a date",
    change: (url) => url.searchParams.delete("X-Amz-Date"),
    code: "AuthorizationQueryParametersError",
  },
  {
    title: "of another algorithm",
    change: (url) => url.searchParams.set("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256"),
    code: "InvalidRequest",
  },
  {
    title: "that has expired",
    change: () => undefined,
    signingDate: new Date(Date.now() - 901_000),
    code: "AccessDenied",
  },
  {
    title: "of tomorrow",
    change: () => undefined,
    signingDate: new Date(Date.now() + 86_400_000),
    code: "AccessDenied",
  },
];

for (const { title, change, signingDate = new Date(), code } of changes) {
  test(`a presigned URL ${title} is refused with ${code}`, async (t) => {
    const { client } = await startS3(t);
    await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));
    const url = new URL(
      await getSignedUrl(client, new GetObjectCommand(object), { signingDate, expiresIn: 900 }),
    );

    change(url);
    const answer = await fetch(url);

    t.regex(await answer.text(), new RegExp(`<Code>${code}</Code>`));
  });
}

test("a header that a presigned URL did not sign is refused", async (t) => {
  const { client } = await startS3(t);
  const url = await getSignedUrl(client, new GetObjectCommand(object));

  const answer = await fetch(url, { headers: { "x-amz-checksum-mode": "ENABLED" } });

  t.is(answer.status, 403);
});
