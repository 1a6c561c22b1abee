import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { until } from "../../../helpers/until.ts";

const object = { Bucket: "uploads", Key: "a b+ü.png" };

test("an object comes back with its bytes, headers, metadata and tag count", async (t) => {
  const { client, events } = await startS3(t);

  const said = {
    ContentType: "image/png",
    CacheControl: "no-cache",
    ContentEncoding: "br",
    Metadata: { note: "one" },
  };
  await client.send(new PutObjectCommand({ ...object, ...said, Body: "bytes", Tagging: "a=b&c=d" }));

  const got = await client.send(new GetObjectCommand(object));
  t.is(await got.Body?.transformToString(), "bytes");
  t.like(got, { ...said, TagCount: 2, ContentLength: 5, ETag: '"4b3a6218bb3e3a7303e8a171a60fcf92"' });
  t.like(events, [{ key: object.Key, size: 5, eventName: "ObjectCreated:Put" }]);
});

test("a HEAD says what a GET says", async (t) => {
  const { client } = await startS3(t);
  await client.send(new PutObjectCommand({ ...object, Body: "bytes", Metadata: { note: "one" } }));

  const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));

  const { Body, $metadata, ...get } = await client.send(new GetObjectCommand(object));
  const { $metadata: _, ...said } = head;
  t.deepEqual(said, get);
  t.like(said, { ContentType: "application/octet-stream", Metadata: { note: "one" } });
});

test("an object without a content type has S3's own", async (t) => {
  const { client, endpoint } = await startS3(t);

  await sendSigned(endpoint, { method: "PUT", path: "/uploads/key", body: "bytes" });

  const head = await client.send(new HeadObjectCommand({ Bucket: "uploads", Key: "key" }));
  t.is(head.ContentType, "binary/octet-stream");
});

test("a replaced object leaves one file, and a GET that has begun still reads the old one", async (t) => {
  const { client, files } = await startS3(t);
  const old = Buffer.alloc(8 * 1024 ** 2, "old");
  await client.send(new PutObjectCommand({ ...object, Body: old }));
  const reading = await client.send(new GetObjectCommand(object));

  await client.send(new PutObjectCommand({ ...object, Body: "new" }));

  t.is(files().length, 2);
  t.deepEqual(Buffer.from((await reading.Body?.transformToByteArray()) ?? []), old);
  t.is(
    await until(
      async () => files().length,
      (count) => count < 2,
    ),
    1,
  );
});

test("a deleted object is gone, from head, list and disk, and deleting it again is no error", async (t) => {
  const { client, files, events } = await startS3(t);
  await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));

  await client.send(new DeleteObjectCommand(object));
  await client.send(new DeleteObjectCommand(object));

  await t.throwsAsync(client.send(new HeadObjectCommand(object)), { name: "NotFound" });
  t.is((await client.send(new ListObjectsV2Command({ Bucket: "uploads" }))).KeyCount, 0);
  t.deepEqual(files(), []);
  t.deepEqual(
    events.map(({ eventName }) => eventName),
    ["ObjectCreated:Put", "ObjectRemoved:Delete"],
  );
});

const ranges: { range: string; text?: string; contentRange?: string; status: number }[] = [
  { range: "bytes=0-0", text: "0", contentRange: "bytes 0-0/10", status: 206 },
  { range: "bytes=2-5", text: "2345", contentRange: "bytes 2-5/10", status: 206 },
  { range: "bytes=8-", text: "89", contentRange: "bytes 8-9/10", status: 206 },
  { range: "bytes=8-100", text: "89", contentRange: "bytes 8-9/10", status: 206 },
  { range: "bytes=-3", text: "789", contentRange: "bytes 7-9/10", status: 206 },
  { range: "bytes=-100", text: "0123456789", contentRange: "bytes 0-9/10", status: 206 },
  { range: "bytes=10-", contentRange: "bytes */10", status: 416 },
  { range: "bytes=-0", contentRange: "bytes */10", status: 416 },
  { range: "bytes=5-2", text: "0123456789", status: 200 },
  { range: "bytes=0-1,3-4", text: "0123456789", status: 200 },
  { range: "lines=1-2", text: "0123456789", status: 200 },
];

for (const { range, text, contentRange, status } of ranges) {
  test(`range ${range} of ten bytes answers ${status}`, async (t) => {
    const { endpoint } = await startS3(t);
    await sendSigned(endpoint, { method: "PUT", path: "/uploads/key", body: "0123456789" });

    const answer = await sendSigned(endpoint, { path: "/uploads/key", headers: { range } });

    t.is(answer.status, status);
    t.is(answer.headers["content-range"], contentRange);
    if (text !== undefined) t.is(answer.text, text);
    if (status === 416) t.is(answer.code, "InvalidRange");
  });
}

test("a key that is absent is 404, but 403 to whoever may not list", async (t) => {
  const { client, reader } = await startS3(t);

  await t.throwsAsync(client.send(new GetObjectCommand(object)), { name: "NoSuchKey" });
  await t.throwsAsync(reader.send(new GetObjectCommand(object)), { name: "AccessDenied" });
  const head = await t.throwsAsync(reader.send(new HeadObjectCommand(object)));

  t.like(head, { $metadata: { httpStatusCode: 403 } });
});

test("a bucket that is absent is named", async (t) => {
  const { client } = await startS3(t);

  await t.throwsAsync(client.send(new PutObjectCommand({ ...object, Bucket: "other", Body: "x" })), {
    name: "NoSuchBucket",
  });
  await t.throwsAsync(client.send(new HeadBucketCommand({ Bucket: "other" })), { name: "NotFound" });
});

test("the buckets are listed, and know their region", async (t) => {
  const { client } = await startS3(t);

  const { Buckets } = await client.send(new ListBucketsCommand({}));
  const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: "uploads" }));

  t.deepEqual(
    Buckets?.map(({ Name }) => Name),
    ["outputs", "uploads"],
  );
  t.is(LocationConstraint, "eu-central-1");
});

test("a batch delete answers for each key, and quietly only for failures", async (t) => {
  const { client, files } = await startS3(t);
  const keys = ["a", 'b&"<\n', "c"];
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: Key }));
  const Objects = [{ Key: "a" }, { Key: keys[1] }, { Key: "absent" }, { Key: "c", ETag: '"other"' }];

  const loud = await client.send(new DeleteObjectsCommand({ Bucket: "uploads", Delete: { Objects } }));
  const quiet = await client.send(
    new DeleteObjectsCommand({ Bucket: "uploads", Delete: { Objects, Quiet: true } }),
  );

  t.deepEqual(loud.Deleted, [{ Key: "a" }, { Key: keys[1] }, { Key: "absent" }]);
  t.like(loud.Errors, [{ Key: "c", Code: "PreconditionFailed" }]);
  t.is(quiet.Deleted, undefined);
  t.is(files().length, 1);
});

test("a batch delete takes a thousand keys, no more and no fewer than one", async (t) => {
  const { client } = await startS3(t);
  const deleteKeys = (count: number) => {
    const Objects = Array.from({ length: count }, (_, index) => ({ Key: `${"&".repeat(1000)}${index}` }));
    return client.send(new DeleteObjectsCommand({ Bucket: "uploads", Delete: { Objects } }));
  };

  t.is((await deleteKeys(1000)).Deleted?.length, 1000);
  await t.throwsAsync(deleteKeys(1001), { name: "MalformedXML" });
  await t.throwsAsync(deleteKeys(0), { name: "MalformedXML" });
});

test("metadata of two kilobytes is kept, and one byte more is refused", async (t) => {
  const { client, files } = await startS3(t);
  const put = (Metadata: Record<string, string>) =>
    client.send(new PutObjectCommand({ ...object, Body: "x", Metadata }));

  await put({ name: "x".repeat(2044) });
  await t.throwsAsync(put({ name: "x".repeat(2045) }), { name: "MetadataTooLarge" });

  t.is((await client.send(new HeadObjectCommand(object))).Metadata?.name?.length, 2044);
  t.is(files().length, 1);
});
