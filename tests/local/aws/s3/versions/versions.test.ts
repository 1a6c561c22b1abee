import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../../helpers/aws/s3.ts";
import { object, putVersion, textOf, unknownVersion, versioned } from "../../../../helpers/aws/versions.ts";

test("an overwritten object is kept as a version, and each version is read by its id", async (t) => {
  const { client } = await startS3(t, versioned);

  const first = await putVersion(client, "one");
  const second = await putVersion(client, "two");

  t.not(first, second);
  t.is(await textOf(client), "two");
  t.is(await textOf(client, { VersionId: first }), "one");
  const head = await client.send(new HeadObjectCommand({ ...object, VersionId: first }));
  t.like(head, { VersionId: first, ContentLength: 3 });
  t.is((await client.send(new HeadObjectCommand(object))).VersionId, second);
});

test("a bucket without versions keeps one object, and names no version", async (t) => {
  const { client, files } = await startS3(t, versioned);
  const at = { Bucket: "outputs" };

  await putVersion(client, "one", at);
  const version = await putVersion(client, "two", at);

  t.is(version, "");
  t.is((await client.send(new GetObjectCommand({ ...object, ...at }))).VersionId, undefined);
  t.is(await textOf(client, { ...at, VersionId: "null" }), "two");
  t.is(files().length, 1);
});

test("an event names the version that was made", async (t) => {
  const { client, events } = await startS3(t, versioned);

  const version = await putVersion(client, "one");
  await putVersion(client, "one", { Bucket: "outputs" });

  t.deepEqual(
    events.map(({ bucket, versionId }) => [bucket, versionId]),
    [
      ["uploads", version],
      ["outputs", undefined],
    ],
  );
});

test("an upload in parts makes a version, which a second completion finds though it is no longer current", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "one");
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  const part = { ...object, UploadId, PartNumber: 1 };
  const { ETag } = await client.send(new UploadPartCommand({ ...part, Body: "parts" }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  const complete = new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload });

  const { VersionId } = await client.send(complete);
  await putVersion(client, "three");
  const again = await client.send(complete);

  t.is(await textOf(client, { VersionId }), "parts");
  t.is(again.VersionId, VersionId);
  t.is(await textOf(client), "three");
});

test("each version has tags of its own, counted by HEAD and GET", async (t) => {
  const { client, events } = await startS3(t, versioned);
  const first = { ...object, VersionId: await putVersion(client, "one", { Tagging: "a=b" }) };
  await putVersion(client, "two");
  const TagSet = [
    { Key: "c", Value: "d" },
    { Key: "e", Value: "f" },
  ];

  const put = await client.send(new PutObjectTaggingCommand({ ...first, Tagging: { TagSet } }));

  const tags = await client.send(new GetObjectTaggingCommand(first));
  t.deepEqual([put.VersionId, tags.VersionId, tags.TagSet], [first.VersionId, first.VersionId, TagSet]);
  t.is((await client.send(new HeadObjectCommand(first))).TagCount, 2);
  t.is((await client.send(new GetObjectCommand(first))).TagCount, 2);
  t.is((await client.send(new HeadObjectCommand(object))).TagCount, undefined);
  t.deepEqual((await client.send(new GetObjectTaggingCommand(object))).TagSet, []);
  t.is(events.length, 2);
});

test("tags are deleted from one version only", async (t) => {
  const { client } = await startS3(t, versioned);
  const VersionId = await putVersion(client, "one", { Tagging: "a=b" });
  await putVersion(client, "two", { Tagging: "a=b" });

  const answer = await client.send(new DeleteObjectTaggingCommand({ ...object, VersionId }));

  t.is(answer.VersionId, VersionId);
  t.is((await client.send(new HeadObjectCommand({ ...object, VersionId }))).TagCount, undefined);
  t.is((await client.send(new HeadObjectCommand(object))).TagCount, 1);
});

test("a version is restored by a copy, which carries its tags unless they are replaced", async (t) => {
  const { client } = await startS3(t, versioned);
  const old = await putVersion(client, "one", { Tagging: "a=b" });
  await putVersion(client, "two");
  const CopySource = `${object.Bucket}/${object.Key}?versionId=${old}`;

  const restored = await client.send(new CopyObjectCommand({ ...object, CopySource }));
  const replaced = await client.send(
    new CopyObjectCommand({ ...object, CopySource, TaggingDirective: "REPLACE", Tagging: "c=d" }),
  );

  t.is(restored.CopySourceVersionId, old);
  const tagsOf = async (VersionId: string | undefined) =>
    (await client.send(new GetObjectTaggingCommand({ ...object, VersionId }))).TagSet;
  t.deepEqual(await tagsOf(restored.VersionId), [{ Key: "a", Value: "b" }]);
  t.deepEqual(await tagsOf(replaced.VersionId), [{ Key: "c", Value: "d" }]);
  t.is(await textOf(client), "one");
  t.is((await client.send(new HeadObjectCommand(object))).VersionId, replaced.VersionId);
});

test("the size of a bucket counts all versions, and its objects the delete markers too", async (t) => {
  const { client, storage } = await startS3(t, versioned);
  await putVersion(client, "one");
  await putVersion(client, "three");
  await client.send(new DeleteObjectCommand(object));
  await putVersion(client, "out", { Bucket: "outputs" });

  t.deepEqual(storage.usage(), [
    { bucket: "outputs", objects: 1, bytes: 3 },
    { bucket: "uploads", objects: 3, bytes: 8 },
  ]);
});

const absent: [method: string, path: string, status: number, code: string][] = [
  ["GET", `/uploads/key?versionId=${unknownVersion}`, 404, "NoSuchVersion"],
  ["GET", `/uploads/other?versionId=${unknownVersion}`, 404, "NoSuchVersion"],
  ["GET", `/uploads/key?tagging&versionId=${unknownVersion}`, 404, "NoSuchVersion"],
  ["DELETE", `/uploads/key?tagging&versionId=${unknownVersion}`, 404, "NoSuchVersion"],
  ["GET", "/uploads/key?versionId=x", 400, "InvalidArgument"],
  ["DELETE", "/uploads/key?versionId=x", 400, "InvalidArgument"],
  ["GET", "/uploads/key?versionId=null", 404, "NoSuchVersion"],
  ["GET", "/uploads/key?versionId=", 400, "InvalidArgument"],
  ["DELETE", "/uploads/key?versionId", 400, "InvalidArgument"],
];

for (const [method, path, status, code] of absent) {
  test(`${method} ${path} answers ${status} ${code}`, async (t) => {
    const { client, endpoint } = await startS3(t, versioned);
    await putVersion(client, "one");

    t.like(await sendSigned(endpoint, { method, path }), { status, code });
  });
}

test("a copy of an absent version is refused", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "one");

  const copy = client.send(
    new CopyObjectCommand({ ...object, CopySource: `uploads/key?versionId=${unknownVersion}` }),
  );

  await t.throwsAsync(copy, { name: "NoSuchVersion" });
});
