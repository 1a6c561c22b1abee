import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { openDatabase } from "../../../../../local/aws/data/database.ts";
import { startS3 } from "../../../../helpers/aws/s3.ts";
import { object, putVersion, textOf, versioned } from "../../../../helpers/aws/versions.ts";
import { temporaryFolder } from "../../../../helpers/temporary-folder.ts";

test("a data folder from before versions is taken over: its objects are null versions, its uploads in parts go on", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startS3(t, { dataFolder });
  await first.client.send(new PutObjectCommand({ ...object, Body: "old", Tagging: "a=b" }));
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand(object));
  const part = await first.client.send(
    new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: "part" }),
  );
  await first.stop();
  const database = openDatabase(dataFolder);
  database.exec("DROP TABLE versions; DROP TABLE versioned_buckets");
  database.close();

  const { client, files } = await startS3(t, { dataFolder, ...versioned });
  const old = await client.send(new GetObjectCommand(object));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }));

  t.like(old, { VersionId: "null", TagCount: 1 });
  t.is(await textOf(client), "part");
  t.is(await textOf(client, { VersionId: "null" }), "old");
  t.is(files().length, 2);
});

test("versions and delete markers survive a restart, and a bucket that kept versions goes on", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startS3(t, { dataFolder, ...versioned });
  const version = await putVersion(first.client, "one", { Tagging: "a=b" });
  await first.client.send(new DeleteObjectCommand(object));
  await first.stop();

  const { client, files } = await startS3(t, { dataFolder });
  await t.throwsAsync(textOf(client), { name: "NoSuchKey" });
  const second = await putVersion(client, "two");
  await putVersion(client, "three");

  t.is(await textOf(client, { VersionId: version }), "one");
  t.is(await textOf(client, { VersionId: second }), "two");
  const { TagSet } = await client.send(new GetObjectTaggingCommand({ ...object, VersionId: version }));
  t.deepEqual(TagSet, [{ Key: "a", Value: "b" }]);
  t.is(files().length, 3);
});

test("a version whose event cannot be recorded is not stored, and neither is a deletion", async (t) => {
  let error: Error | undefined;
  const recordEvent = () => {
    if (error !== undefined) throw error;
  };
  const { client, files, storage } = await startS3(t, { recordEvent, ...versioned });
  const version = await putVersion(client, "old");

  error = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  await t.throwsAsync(putVersion(client, "new"), { name: "InternalError" });
  await t.throwsAsync(client.send(new DeleteObjectCommand(object)), { name: "InternalError" });
  await t.throwsAsync(client.send(new DeleteObjectCommand({ ...object, VersionId: version })), {
    name: "InternalError",
  });

  t.is(await textOf(client), "old");
  t.is(storage.findVersion("uploads", "key")?.version, version);
  t.is(files().length, 1);
});
