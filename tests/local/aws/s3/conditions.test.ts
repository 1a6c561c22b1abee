import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type S3ServiceException,
} from "@aws-sdk/client-s3";
import test from "ava";
import { startS3 } from "../../../helpers/aws/s3.ts";

const object = { Bucket: "uploads", Key: "key" };
const etag = '"4b3a6218bb3e3a7303e8a171a60fcf92"';
const hourAgo = new Date(Date.now() - 3_600_000);
const inAnHour = new Date(Date.now() + 3_600_000);

const reads: { title: string; condition: Partial<GetObjectCommandInput>; status: number }[] = [
  { title: "the right If-Match", condition: { IfMatch: etag }, status: 200 },
  { title: "one of several in If-Match", condition: { IfMatch: `"a", ${etag}` }, status: 200 },
  { title: "another If-Match", condition: { IfMatch: '"a"' }, status: 412 },
  { title: "the same If-None-Match", condition: { IfNoneMatch: etag }, status: 304 },
  { title: "another If-None-Match", condition: { IfNoneMatch: '"a"' }, status: 200 },
  { title: "changed since", condition: { IfModifiedSince: hourAgo }, status: 200 },
  { title: "not changed since", condition: { IfModifiedSince: inAnHour }, status: 304 },
  { title: "unmodified since", condition: { IfUnmodifiedSince: inAnHour }, status: 200 },
  { title: "modified since", condition: { IfUnmodifiedSince: hourAgo }, status: 412 },
  {
    title: "If-Match before the date",
    condition: { IfMatch: etag, IfUnmodifiedSince: hourAgo },
    status: 200,
  },
  {
    title: "If-None-Match before the date",
    condition: { IfNoneMatch: '"a"', IfModifiedSince: inAnHour },
    status: 200,
  },
];

for (const { title, condition, status } of reads) {
  test(`a GET with ${title} answers ${status}`, async (t) => {
    const { client } = await startS3(t);
    await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));

    const answer = await client
      .send(new GetObjectCommand({ ...object, ...condition }))
      .catch((error: S3ServiceException) => error);

    t.is(answer.$metadata.httpStatusCode, status);
  });
}

test("If-None-Match: * writes an absent key only", async (t) => {
  const { client, files, events } = await startS3(t);
  const put = new PutObjectCommand({ ...object, Body: "bytes", IfNoneMatch: "*" });

  await client.send(put);
  await t.throwsAsync(client.send(put), { name: "PreconditionFailed" });

  t.deepEqual([files().length, events.length], [1, 1]);
});

test("If-Match writes over the very object only, and an absent one is 404", async (t) => {
  const { client } = await startS3(t);
  const put = (IfMatch: string) => client.send(new PutObjectCommand({ ...object, Body: "new", IfMatch }));

  await t.throwsAsync(put(etag), { name: "NoSuchKey" });
  await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));
  await t.throwsAsync(put('"other"'), { name: "PreconditionFailed" });

  t.is((await put(etag)).$metadata.httpStatusCode, 200);
});

test("If-Match deletes the very object only, and an absent one is 404", async (t) => {
  const { client } = await startS3(t);
  const remove = (IfMatch: string) => client.send(new DeleteObjectCommand({ ...object, IfMatch }));

  await t.throwsAsync(remove(etag), { name: "NoSuchKey" });
  await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));
  await t.throwsAsync(remove('"other"'), { name: "PreconditionFailed" });

  t.is((await remove(etag)).$metadata.httpStatusCode, 204);
});

test("of many conditional writes at once exactly one wins", async (t) => {
  const { client, files, events } = await startS3(t);
  const writers = Array.from({ length: 20 }, (_, index) =>
    client.send(new PutObjectCommand({ ...object, Body: `writer ${index}`, IfNoneMatch: "*" })),
  );

  const results = await Promise.allSettled(writers);

  t.is(results.filter(({ status }) => status === "fulfilled").length, 1);
  t.deepEqual([files().length, events.length], [1, 1]);
});
