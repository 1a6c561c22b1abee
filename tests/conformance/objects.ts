import { createHash } from "node:crypto";
import { GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import { bucket, create, metadata, output, type Subject, textOf } from "./implementation.ts";

function identity(name: string, subject: () => Subject): void {
  test(`${name}: HEAD and GET of an absent object are undefined`, async (t) => {
    t.is(await subject().store.head(bucket, "absent"), undefined);
    t.is(await subject().store.get(bucket, "absent"), undefined);
  });

  test(`${name}: HEAD and GET return the same ETag, without quotes, the MD5 of the bytes`, async (t) => {
    await create(subject(), "etag", output("v0"));

    const head = await subject().store.head(bucket, "etag");
    const source = await subject().store.get(bucket, "etag");

    source?.discard();
    const md5 = createHash("md5").update("v0").digest("hex");
    t.deepEqual([head?.etag, source?.etag], [md5, md5]);
  });
}

function userMetadata(name: string, subject: () => Subject): void {
  test(`${name}: metadata comes back as written, up to the longest that S3 accepts`, async (t) => {
    const short = metadata("%C3%BC%20%2B%25.png");
    // Names and values together take 2,048 bytes.
    const longest = metadata("x".repeat(2048 - bytesOf(metadata(""))));
    await create(subject(), "metadata-short", output("v0", { metadata: short }));
    await create(subject(), "metadata-longest", output("v0", { metadata: longest }));

    const heads = ["metadata-short", "metadata-longest"].map((key) => subject().store.head(bucket, key));

    t.deepEqual(
      (await Promise.all(heads)).map((head) => head?.metadata),
      [{ ...short }, { ...longest }],
    );
  });
}

function headers(name: string, subject: () => Subject): void {
  test(`${name}: an output's type, caching and tags are stored`, async (t) => {
    const tags = { team: "a=b+c/d:e_f@g", "cost centre": "écran 写真" };
    await create(
      subject(),
      "headers",
      output("v0", { contentType: "image/webp", cacheControl: "max-age=9", tags }),
    );

    const at = { Bucket: bucket, Key: "headers" };
    const head = await subject().client.send(new HeadObjectCommand(at));
    const { TagSet = [] } = await subject().client.send(new GetObjectTaggingCommand(at));

    t.like(head, { ContentType: "image/webp", CacheControl: "max-age=9" });
    t.deepEqual(Object.fromEntries(TagSet.map(({ Key, Value }) => [Key, Value])), tags);
  });

  test(`${name}: an overwrite without tags and caching removes those of the version before`, async (t) => {
    const tagged = output("v0", { cacheControl: "max-age=9", tags: { team: "x" } });
    await create(subject(), "headers-gone", tagged);

    const replaces = createHash("md5").update("v0").digest("hex");
    await subject().store.put(bucket, { key: "headers-gone", replaces }, output("v1"));

    const at = { Bucket: bucket, Key: "headers-gone" };
    const { CacheControl } = await subject().client.send(new HeadObjectCommand(at));
    const { TagSet } = await subject().client.send(new GetObjectTaggingCommand(at));
    t.deepEqual([CacheControl, TagSet], [undefined, []]);
  });
}

function bodies(name: string, subject: () => Subject): void {
  for (const [what, bytes] of Object.entries({ empty: 0, "6 MB": 6_000_000 })) {
    test(`${name}: a body of ${bytes} bytes is read as it was written`, async (t) => {
      const body = Buffer.alloc(bytes, "image");
      await create(subject(), `body ${what}`, output(body));

      const source = await subject().store.get(bucket, `body ${what}`);

      t.is(source?.length, bytes);
      t.true(body.equals((await source?.read()) ?? Buffer.from("absent")));
    });
  }

  test(`${name}: a source that is discarded leaves the next one readable`, async (t) => {
    await create(subject(), "discarded", output(Buffer.alloc(1_000_000, "x")));
    await create(subject(), "next", output("v0"));

    (await subject().store.get(bucket, "discarded"))?.discard();

    t.is(await textOf(subject(), "next"), "v0");
  });
}

/** An absent bucket is a configuration error, unlike an absent object. */
function absentBucket(name: string, subject: () => Subject): void {
  const bucketless = "no-such-bucket";
  const etag = createHash("md5").update("v0").digest("hex");

  test(`${name}: everything but HEAD throws NoSuchBucket for an absent bucket`, async (t) => {
    const { store } = subject();
    const calls = [
      () => store.get(bucketless, "a"),
      () => store.put(bucketless, { key: "a", replaces: undefined }, output("v0")),
      () => store.put(bucketless, { key: "a", replaces: etag }, output("v0")),
      () => store.delete(bucketless, { key: "a", etag }),
    ];

    for (const call of calls) await t.throwsAsync(call, { name: "NoSuchBucket" });
  });

  // A HEAD answer has no body to name the error:
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
  test(`${name}: HEAD cannot tell an absent bucket from an absent object`, async (t) => {
    t.is(await subject().store.head(bucketless, "a"), undefined);
  });
}

export const objects = [identity, userMetadata, headers, bodies, absentBucket];

function bytesOf(record: object): number {
  return Object.entries(record).flat().join("").length;
}
