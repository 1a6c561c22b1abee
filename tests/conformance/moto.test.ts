import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import test from "ava";
import { isInstalled, startMoto } from "../helpers/store/moto.ts";
import type { Owner } from "../helpers/temporary-folder.ts";
import { conditions } from "./conditions.ts";
import {
  bucket,
  create,
  type Implementation,
  metadata,
  output,
  region,
  type Subject,
  subjectOf,
  versionedBucket,
} from "./implementation.ts";
import { everyKey } from "./keys.ts";
import { objects } from "./objects.ts";
import { sourceTags } from "./source-tags.ts";
import { versions } from "./versions.ts";

const name = "moto";

if (isInstalled()) declareContract();
else test.skip("moto keeps the object store's contract (skipped: moto_server is not on the PATH)", () => {});

function declareContract(): void {
  const subject = subjectOf(startWithBucket);

  for (const contract of [...conditions, ...objects, ...sourceTags, ...versions]) contract(name, subject);
  everyKey(name, subject, ["line\nend"]);

  // In these points moto contradicts https://docs.aws.amazon.com/, which the test of the local endpoint
  // follows. If one of these tests fails, moto has been fixed.

  test(`${name} differs: it takes metadata past the 2 KB of AmazonS3/latest/userguide/UsingMetadata.html`, async (t) => {
    const past = output("v0", { metadata: metadata("x".repeat(2048)) });

    t.true(await create(subject(), "metadata", past));
  });

  test(`${name} differs: it takes keys past the 1,024 bytes of AmazonS3/latest/userguide/object-keys.html`, async (t) => {
    t.true(await create(subject(), "x".repeat(1025), output("v0")));
  });

  test(`${name} differs: it fails at an empty set of tags, which AmazonS3/latest/userguide/tagging-and-policies.html allows`, async (t) => {
    const { client, store } = subject();
    const put = new PutObjectCommand({ Bucket: versionedBucket, Key: "untagged", Body: "v", Tagging: "a=v" });
    const { VersionId = "" } = await client.send(put);

    await t.throwsAsync(store.writeTags(versionedBucket, "untagged", VersionId, []));
  });

  declareMarkers(subject);

  test(`${name} differs: it finds no route for a line's end, which AmazonS3/latest/userguide/object-keys.html allows`, async (t) => {
    await t.throwsAsync(create(subject(), "line\nend", output("v0")), { message: /parse error/ });
  });
}

/** It differs in these points of delete markers, too. */
function declareMarkers(subject: () => Subject): void {
  test(`${name} differs: it reads a marker's version with 404, not the 405 of AmazonS3/latest/userguide/DeleteMarker.html`, async (t) => {
    const { client } = subject();
    const at = { Bucket: versionedBucket, Key: "marker" };
    await client.send(new PutObjectCommand({ ...at, Body: "one" }));
    const { VersionId } = await client.send(new DeleteObjectCommand(at));

    await t.throwsAsync(client.send(new GetObjectCommand({ ...at, VersionId })), { name: "NoSuchVersion" });
    await t.throwsAsync(client.send(new GetObjectTaggingCommand(at)), { name: "NoSuchKey" });
  });

  test(`${name} differs: it answers no x-amz-delete-marker of AmazonS3/latest/API/API_DeleteObject.html for a marker that goes`, async (t) => {
    const { client } = subject();
    const at = { Bucket: versionedBucket, Key: "marker-gone" };
    await client.send(new PutObjectCommand({ ...at, Body: "one" }));
    const { VersionId } = await client.send(new DeleteObjectCommand(at));

    const { DeleteMarker } = await client.send(new DeleteObjectCommand({ ...at, VersionId }));

    t.is(DeleteMarker, undefined);
  });

  test(`${name} differs: it makes no marker where there is no object, against AmazonS3/latest/userguide/DeleteMarker.html`, async (t) => {
    const none = await subject().client.send(
      new DeleteObjectCommand({ Bucket: versionedBucket, Key: "no-object" }),
    );

    t.is(none.DeleteMarker, undefined);
  });
}

async function startWithBucket(owner: Owner): Promise<Implementation> {
  const { endpoint } = await startMoto(owner);
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  for (const Bucket of [bucket, versionedBucket])
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const VersioningConfiguration = { Status: "Enabled" } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: versionedBucket, VersioningConfiguration }));
  client.destroy();
  return { endpoint, ...credentials };
}
