import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { startS3 } from "../../helpers/local-s3.ts";

test("an object comes back with its bytes, headers, metadata and tag count", async (t) => {
  const { client, events } = await startS3(t);
  const object = { Bucket: "uploads", Key: "a b+ü.png" };

  await client.send(
    new PutObjectCommand({
      ...object,
      Body: "bytes",
      ContentType: "image/png",
      CacheControl: "no-cache",
      ContentEncoding: "br",
      Metadata: { note: "one" },
      Tagging: "a=b&c=d",
    }),
  );

  const got = await client.send(new GetObjectCommand(object));
  t.is(await got.Body?.transformToString(), "bytes");
  t.like(got, { ContentType: "image/png", CacheControl: "no-cache", ContentEncoding: "br", TagCount: 2 });
  t.like(got, { Metadata: { note: "one" }, ContentLength: 5, ETag: '"4b3a6218bb3e3a7303e8a171a60fcf92"' });
  t.like(events, [{ key: object.Key, size: 5, eventName: "ObjectCreated:Put" }]);
});

test("a deleted object is gone, from head, list and disk", async (t) => {
  const { client, files } = await startS3(t);
  const object = { Bucket: "uploads", Key: "a" };
  await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));

  await client.send(new DeleteObjectCommand(object));

  await t.throwsAsync(client.send(new HeadObjectCommand(object)), { name: "NotFound" });
  t.is((await client.send(new ListObjectsV2Command({ Bucket: "uploads" }))).KeyCount, 0);
  t.deepEqual(files(), []);
});
