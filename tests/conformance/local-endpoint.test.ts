import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { owner, startS3 } from "../helpers/aws/s3.ts";
import { versioned } from "../helpers/aws/versions.ts";
import { conditions } from "./conditions.ts";
import { create, metadata, output, subjectOf, versionedBucket } from "./implementation.ts";
import { everyKey } from "./keys.ts";
import { objects } from "./objects.ts";
import { sourceTags } from "./source-tags.ts";
import { versions } from "./versions.ts";

const name = "the local endpoint";
const subject = subjectOf(async (t) => ({ ...owner, endpoint: (await startS3(t, versioned)).endpoint }));

for (const contract of [...conditions, ...objects, ...sourceTags, ...versions]) contract(name, subject);
everyKey(name, subject);

// moto differs in these points, see moto.test.ts.

test(`${name}: the version of a delete marker is read with 405, and its deletion says that it was one`, async (t) => {
  const { client } = subject();
  const at = { Bucket: versionedBucket, Key: "no-object" };

  const marker = await client.send(new DeleteObjectCommand(at));
  const version = { ...at, VersionId: marker.VersionId };

  t.true(marker.DeleteMarker);
  await t.throwsAsync(client.send(new GetObjectCommand(version)), { name: "MethodNotAllowed" });
  await t.throwsAsync(client.send(new GetObjectTaggingCommand(at)), { name: "MethodNotAllowed" });
  t.true((await client.send(new DeleteObjectCommand(version))).DeleteMarker);
});

test(`${name}: writing no tags takes them off`, async (t) => {
  const { client, store } = subject();
  const put = new PutObjectCommand({ Bucket: versionedBucket, Key: "untagged", Body: "v", Tagging: "a=v" });
  const { VersionId = "" } = await client.send(put);

  t.true(await store.writeTags(versionedBucket, "untagged", VersionId, []));

  t.deepEqual(await store.readTags(versionedBucket, "untagged", VersionId), []);
});

test(`${name}: metadata past 2 KB is refused`, async (t) => {
  const put = create(subject(), "metadata", output("v0", { metadata: metadata("x".repeat(2048)) }));

  await t.throwsAsync(put, { name: "MetadataTooLarge" });
});

for (const key of ["x".repeat(1025), `${"ü".repeat(512)}x`]) {
  test(`${name}: a key of 1,025 bytes in ${key.length} characters is refused`, async (t) => {
    await t.throwsAsync(create(subject(), key, output("v0")), { name: "KeyTooLongError" });
  });
}
