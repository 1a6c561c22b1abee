import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../../helpers/aws/s3.ts";
import { object, putVersion, textOf, unknownVersion, versioned } from "../../../../helpers/aws/versions.ts";

test("a deletion makes a delete marker: the key is gone, and its versions are still read", async (t) => {
  const { client, events, files } = await startS3(t, versioned);
  const version = await putVersion(client, "one");

  const marker = await client.send(new DeleteObjectCommand(object));

  t.true(marker.DeleteMarker);
  await t.throwsAsync(client.send(new HeadObjectCommand(object)), { name: "NotFound" });
  t.is(await textOf(client, { VersionId: version }), "one");
  t.is(files().length, 1);
  const { VersionId: versionId } = marker;
  t.like(events[1], { eventName: "ObjectRemoved:DeleteMarkerCreated", key: "key", versionId });
});

for (const method of ["GET", "HEAD"]) {
  test(`${method} of a deleted key answers 404 and of its marker 405, both with x-amz-delete-marker`, async (t) => {
    const { client, endpoint } = await startS3(t, versioned);
    await putVersion(client, "one");
    const { VersionId = "" } = await client.send(new DeleteObjectCommand(object));
    const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": VersionId };

    const gone = await sendSigned(endpoint, { method, path: "/uploads/key" });
    const marker = await sendSigned(endpoint, { method, path: `/uploads/key?versionId=${VersionId}` });

    t.like(gone, { status: 404, headers });
    t.like(marker, { status: 405, headers: { ...headers, allow: "DELETE" } });
    t.true(Date.parse(marker.headers["last-modified"] ?? "") > 0);
  });
}

for (const method of ["GET", "PUT", "DELETE"]) {
  test(`${method} ?tagging of a deleted key answers 405, and describes the marker if it is named`, async (t) => {
    const { client, endpoint } = await startS3(t, versioned);
    await putVersion(client, "one");
    const { VersionId } = await client.send(new DeleteObjectCommand(object));
    const body = "<Tagging><TagSet/></Tagging>";
    const send = (query: string) =>
      sendSigned(endpoint, {
        method,
        path: `/uploads/key?tagging${query}`,
        body: method === "PUT" ? body : "",
      });

    const [unnamed, named] = [await send(""), await send(`&versionId=${VersionId}`)];

    for (const answer of [unnamed, named])
      t.like(answer, { status: 405, code: "MethodNotAllowed", headers: { allow: "DELETE" } });
    const described = [unnamed, named].map(({ headers }) => headers["x-amz-version-id"]);
    t.deepEqual(described, [undefined, VersionId]);
  });
}

test("a deleted key is no source of a copy, and its marker even less", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "one");
  const { VersionId } = await client.send(new DeleteObjectCommand(object));
  const copy = (CopySource: string) =>
    client.send(new CopyObjectCommand({ ...object, Key: "copy", CopySource }));

  await t.throwsAsync(copy("uploads/key"), { name: "NoSuchKey" });
  await t.throwsAsync(copy(`uploads/key?versionId=${VersionId}`), { name: "InvalidRequest" });
});

test("whoever may not list learns nothing of a marker", async (t) => {
  const { client, reader } = await startS3(t, versioned);
  await putVersion(client, "one");
  await client.send(new DeleteObjectCommand(object));

  await t.throwsAsync(textOf(reader), { name: "AccessDenied" });
});

test("a deletion without an object makes a marker all the same", async (t) => {
  const { client, events } = await startS3(t, versioned);

  const first = await client.send(new DeleteObjectCommand(object));
  const second = await client.send(new DeleteObjectCommand(object));

  t.deepEqual([first.DeleteMarker, second.DeleteMarker], [true, true]);
  t.not(first.VersionId, second.VersionId);
  t.is(events.length, 2);
});

test("without its marker a key is back, and without its newest version the one before", async (t) => {
  const { client, events, files, storage } = await startS3(t, versioned);
  const first = await putVersion(client, "one", { Tagging: "a=b" });
  const second = await putVersion(client, "two");
  const { VersionId } = await client.send(new DeleteObjectCommand(object));

  const answer = await client.send(new DeleteObjectCommand({ ...object, VersionId }));
  const afterMarker = storage.find("uploads", "key")?.version;
  const removed = await client.send(new DeleteObjectCommand({ ...object, VersionId: second }));

  t.like(answer, { DeleteMarker: true, VersionId });
  t.like(removed, { DeleteMarker: undefined, VersionId: second });
  t.deepEqual([afterMarker, storage.find("uploads", "key")?.version], [second, first]);
  t.is(await textOf(client), "one");
  t.is((await client.send(new HeadObjectCommand(object))).TagCount, 1);
  t.is(files().length, 1);
  t.deepEqual(
    events.slice(3).map(({ eventName, versionId }) => [eventName, versionId]),
    [
      ["ObjectRemoved:Delete", VersionId],
      ["ObjectRemoved:Delete", second],
    ],
  );
});

test("an older version is deleted from below the current one, with its bytes", async (t) => {
  const { client, files } = await startS3(t, versioned);
  const first = await putVersion(client, "one");
  const second = await putVersion(client, "two");
  await putVersion(client, "three");

  await client.send(new DeleteObjectCommand({ ...object, VersionId: first }));

  t.deepEqual([await textOf(client), await textOf(client, { VersionId: second })], ["three", "two"]);
  await t.throwsAsync(textOf(client, { VersionId: first }), { name: "NoSuchVersion" });
  t.is(files().length, 2);
});

test("below a marker that stays, a deleted version brings nothing back", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "one");
  await client.send(new DeleteObjectCommand(object));
  const second = await client.send(new DeleteObjectCommand(object));
  await client.send(new DeleteObjectCommand({ ...object, VersionId: second.VersionId }));

  await t.throwsAsync(textOf(client), { name: "NoSuchKey" });
});

test("a version that does not exist is deleted without an event", async (t) => {
  const { client, events } = await startS3(t, versioned);
  await putVersion(client, "one");

  const answer = await client.send(new DeleteObjectCommand({ ...object, VersionId: unknownVersion }));

  t.like(answer, { VersionId: unknownVersion, DeleteMarker: undefined });
  t.is(events.length, 1);
  t.is(await textOf(client), "one");
});

test("conditions see no object below a marker", async (t) => {
  const { client } = await startS3(t, versioned);
  const { ETag } = await client.send(new PutObjectCommand({ ...object, Body: "one" }));
  await client.send(new DeleteObjectCommand(object));
  const put = (further: object) => client.send(new PutObjectCommand({ ...object, Body: "two", ...further }));

  await t.throwsAsync(put({ IfMatch: ETag }), { name: "NoSuchKey" });
  await t.throwsAsync(client.send(new DeleteObjectCommand({ ...object, IfMatch: ETag })), {
    name: "NoSuchKey",
  });
  await t.notThrowsAsync(put({ IfNoneMatch: "*" }));
});

test("many are deleted at once: keys get markers, versions and markers go", async (t) => {
  const { client } = await startS3(t, versioned);
  const first = await putVersion(client, "one");
  await putVersion(client, "two");
  const other = await client.send(new DeleteObjectCommand({ ...object, Key: "other" }));

  const { Deleted = [], Errors } = await client.send(
    new DeleteObjectsCommand({
      Bucket: object.Bucket,
      Delete: {
        Objects: [
          { Key: "key" },
          { Key: "key", VersionId: first },
          { Key: "other", VersionId: other.VersionId },
          { Key: "key", ETag: '"other"' },
        ],
      },
    }),
  );

  const [marker, version, removed] = Deleted;
  t.like(marker, { Key: "key", VersionId: undefined, DeleteMarker: true });
  t.truthy(marker?.DeleteMarkerVersionId);
  t.deepEqual(version, { Key: "key", VersionId: first });
  const { VersionId } = other;
  t.deepEqual(removed, {
    ...{ Key: "other", VersionId },
    ...{ DeleteMarker: true, DeleteMarkerVersionId: VersionId },
  });
  t.is(Errors?.[0]?.Code, "NoSuchKey");
});
