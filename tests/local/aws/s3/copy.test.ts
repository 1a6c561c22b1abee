import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { unknownVersion } from "../../../helpers/aws/versions.ts";

const source = { Bucket: "uploads", Key: "a b+ü?.txt" };
const CopySource = `uploads/${encodeURIComponent(source.Key)}`;
const target = { Bucket: "outputs", Key: "copy" };
const attributes = { ContentType: "text/x", Metadata: { note: "one" } };
const put = new PutObjectCommand({ ...source, ...attributes, Body: "bytes", Tagging: "a=b" });

test("a copy has the bytes, headers, metadata and tags of its source", async (t) => {
  const { client, events } = await startS3(t);
  await client.send(put);

  const { CopyObjectResult } = await client.send(new CopyObjectCommand({ ...target, CopySource }));

  const got = await client.send(new GetObjectCommand(target));
  t.is(await got.Body?.transformToString(), "bytes");
  t.like(got, { ...attributes, TagCount: 1, ETag: CopyObjectResult?.ETag });
  t.like(events[1], { ...{ bucket: "outputs", key: "copy" }, eventName: "ObjectCreated:Copy" });
});

test("a copy replaces metadata and tags when it is told to", async (t) => {
  const { client } = await startS3(t);
  await client.send(put);
  const replaced = { Metadata: { other: "two" }, ContentType: "text/y" };

  const directives = { MetadataDirective: "REPLACE", TaggingDirective: "REPLACE", Tagging: "c=d" } as const;
  await client.send(new CopyObjectCommand({ ...target, CopySource, ...replaced, ...directives }));

  t.like(await client.send(new HeadObjectCommand(target)), replaced);
  t.deepEqual((await client.send(new GetObjectTaggingCommand(target))).TagSet, [{ Key: "c", Value: "d" }]);
});

test("a key is copied onto itself only with new metadata", async (t) => {
  const { client, files } = await startS3(t);
  await client.send(put);
  const onto = { ...source, CopySource };

  await t.throwsAsync(client.send(new CopyObjectCommand(onto)), { name: "InvalidRequest" });
  await client.send(
    new CopyObjectCommand({ ...onto, MetadataDirective: "REPLACE", Metadata: { other: "two" } }),
  );

  t.deepEqual((await client.send(new HeadObjectCommand(source))).Metadata, { other: "two" });
  t.is(files().length, 1);
});

const conditions: { title: string; condition: Partial<CopyObjectCommandInput> }[] = [
  { title: "another ETag", condition: { CopySourceIfMatch: '"a"' } },
  { title: "the same ETag", condition: { CopySourceIfNoneMatch: '"4b3a6218bb3e3a7303e8a171a60fcf92"' } },
  { title: "no later change", condition: { CopySourceIfModifiedSince: new Date(Date.now() + 3_600_000) } },
  { title: "a later change", condition: { CopySourceIfUnmodifiedSince: new Date(Date.now() - 3_600_000) } },
  { title: "a target that exists", condition: { IfNoneMatch: "*" } },
];

for (const { title, condition } of conditions) {
  test(`a copy on condition fails with 412: ${title}`, async (t) => {
    const { client, files } = await startS3(t);
    await client.send(put);
    await client.send(new PutObjectCommand({ ...target, Body: "old" }));

    const copy = client.send(new CopyObjectCommand({ ...target, CopySource, ...condition }));

    await t.throwsAsync(copy, { name: "PreconditionFailed" });
    t.is(files().length, 2);
  });
}

test("an absent source is 404, but 403 to whoever may not list", async (t) => {
  const { client, reader } = await startS3(t);
  const copy = new CopyObjectCommand({ ...target, CopySource });

  await t.throwsAsync(client.send(copy), { name: "NoSuchKey" });
  await t.throwsAsync(reader.send(copy), { name: "AccessDenied" });
});

for (const [header, code] of [
  ["nonsense", "InvalidArgument"],
  ["/uploads/", "InvalidArgument"],
  ["other/key", "NoSuchBucket"],
  ["uploads/%ff", "InvalidURI"],
  [`uploads/a?versionId=${unknownVersion}`, "NoSuchVersion"],
  ["uploads/a?versionId=1", "InvalidArgument"],
  ["uploads/a?versionId=", "InvalidArgument"],
  ["uploads/a?versionId=%ff", "InvalidURI"],
] as const) {
  test(`the copy source ${header} is refused with ${code}`, async (t) => {
    const { endpoint } = await startS3(t);

    const headers = { "x-amz-copy-source": header };
    const answer = await sendSigned(endpoint, { method: "PUT", path: "/outputs/copy", headers });

    t.is(answer.code, code);
  });
}
