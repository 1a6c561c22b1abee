import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../../helpers/aws/s3.ts";
import { putVersion, versioned } from "../../../../helpers/aws/versions.ts";

const Bucket = "uploads";

function list(client: S3Client, further: Partial<ListObjectVersionsCommandInput> = {}) {
  return client.send(new ListObjectVersionsCommand({ Bucket, ...further }));
}

/** Returns `key version size`, `marker` for a delete marker's size, with `*` for the latest. */
function told({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): string[] {
  const sizes = Versions.map(({ Size, ...version }) => ({ ...version, size: String(Size) }));
  const markers = DeleteMarkers.map((marker) => ({ ...marker, size: "marker" }));
  return [...sizes, ...markers].map(
    ({ Key, VersionId, IsLatest, size }) => `${Key} ${VersionId} ${size}${IsLatest ? "*" : ""}`,
  );
}

test("versions and delete markers are listed by key, the newest first, and one of a key is the latest", async (t) => {
  const { client } = await startS3(t, versioned);
  const b = await putVersion(client, "one", { Key: "b" });
  const [a1, a2] = [
    await putVersion(client, "1", { Key: "a" }),
    await putVersion(client, "22", { Key: "a" }),
  ];
  const { VersionId: marker } = await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  const a3 = await putVersion(client, "333", { Key: "a" });

  const listing = await list(client);

  t.deepEqual(told(listing), [`a ${a3} 3*`, `a ${a2} 2`, `a ${a1} 1`, `b ${b} 3*`, `a ${marker} marker`]);
  t.like(listing, { IsTruncated: false, Name: Bucket, KeyMarker: "" });
  t.like(listing.Versions?.[3], { ETag: '"f97c5d29941bfb1b2fdab0874906ab82"', StorageClass: "STANDARD" });
});

test("a deleted key has its marker as the latest, and is in no other listing", async (t) => {
  const { client } = await startS3(t, versioned);
  const version = await putVersion(client, "one", { Key: "a" });
  const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));

  t.deepEqual(told(await list(client)), [`a ${version} 3`, `a ${VersionId} marker*`]);
  t.is((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
});

for (const MaxKeys of [1, 2, 3, 5, 7]) {
  test(`pages of ${MaxKeys} give all versions once, with their prefixes, as one page does`, async (t) => {
    const { client } = await startS3(t, versioned);
    for (const Key of ["a", "a", "a", "b/1", "b/1", "b/2", "c", "c", "d/1"])
      await putVersion(client, "x", { Key });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    const shape = { Delimiter: "/" };
    const whole = await list(client, shape);

    const pages: ListObjectVersionsCommandOutput[] = [];
    let from: Partial<ListObjectVersionsCommandInput> | undefined = {};
    while (from !== undefined) {
      const page: ListObjectVersionsCommandOutput = await list(client, { ...shape, ...from, MaxKeys });
      pages.push(page);
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      from = page.IsTruncated ? { KeyMarker, VersionIdMarker } : undefined;
    }

    t.is(whole.Versions?.length, 5);
    t.deepEqual(pages.flatMap(told).sort(), told(whole).sort());
    const prefixes = pages.flatMap(({ CommonPrefixes = [] }) => CommonPrefixes.map(({ Prefix }) => Prefix));
    t.deepEqual(prefixes, ["b/", "d/"]);
    t.true(pages.slice(0, -1).every((page) => countOf(page) === MaxKeys));
    const marked = pages.filter(({ NextKeyMarker }) => NextKeyMarker !== undefined);
    for (const { NextKeyMarker, NextVersionIdMarker } of marked)
      t.is(NextVersionIdMarker === undefined, NextKeyMarker?.endsWith("/") ?? false);
  });
}

function countOf({
  Versions = [],
  DeleteMarkers = [],
  CommonPrefixes = [],
}: ListObjectVersionsCommandOutput) {
  return Versions.length + DeleteMarkers.length + CommonPrefixes.length;
}

test("a key with more versions than a page of the database is listed whole", async (t) => {
  const { client, storage } = await startS3(t, versioned);
  await putVersion(client, "x");
  for (let count = 0; count < 1001; count += 1)
    await storage.delete(Bucket, [{ key: "key", versionId: undefined, condition: () => undefined }]);

  const { versions, next } = storage.listVersions({
    ...{ bucket: Bucket, prefix: "", delimiter: "", limit: 2000 },
    ...{ keyMarker: "", versionIdMarker: undefined },
  });

  t.deepEqual([versions.length, next], [1002, undefined]);
  t.is(versions.filter(({ isLatest }) => isLatest).length, 1);
});

test("a marker of the listing that was deleted meanwhile starts its key anew", async (t) => {
  const { client } = await startS3(t, versioned);
  const [first, second] = [await putVersion(client, "1"), await putVersion(client, "22")];
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = await list(client, {
    MaxKeys: 1,
  });
  await client.send(new DeleteObjectCommand({ Bucket, Key: "key", VersionId: second }));

  const rest = await list(client, { KeyMarker, VersionIdMarker });

  t.is(VersionIdMarker, second);
  t.deepEqual(told(rest), [`key ${first} 1*`]);
});

test("after a key alone come the versions of later keys", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "1", { Key: "a" });
  await putVersion(client, "1", { Key: "a" });
  const b = await putVersion(client, "1", { Key: "b" });

  t.deepEqual(told(await list(client, { KeyMarker: "a" })), [`b ${b} 1*`]);
});

test("only keys with the prefix are listed, in the encoding that was asked for", async (t) => {
  const { client } = await startS3(t, versioned);
  await putVersion(client, "1", { Key: "a" });
  const version = await putVersion(client, "1", { Key: "ü +&/x" });

  const { Versions, EncodingType } = await list(client, { Prefix: "ü", EncodingType: "url" });

  t.is(EncodingType, "url");
  t.like(Versions, [{ Key: "%C3%BC%20%2B%26/x", VersionId: version }]);
  t.is(Versions?.length, 1);
});

test("the versions of a key that is the whole prefix are listed page by page", async (t) => {
  const { client } = await startS3(t, versioned);
  const [first, second] = [await putVersion(client, "1"), await putVersion(client, "22")];

  const { NextKeyMarker: KeyMarker, NextVersionIdMarker } = await list(client, { Prefix: "key", MaxKeys: 1 });
  const rest = await list(client, { Prefix: "key", KeyMarker, VersionIdMarker: NextVersionIdMarker });

  t.is(NextVersionIdMarker, second);
  t.deepEqual(told(rest), [`key ${first} 1`]);
});

test("a bucket without versions lists its objects as null versions", async (t) => {
  const { client } = await startS3(t);
  await putVersion(client, "1", { Key: "a" });
  await putVersion(client, "22", { Key: "b" });

  const first = await list(client, { MaxKeys: 1 });
  const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
  const second = await list(client, { KeyMarker, VersionIdMarker });

  t.deepEqual([told(first), told(second)], [["a null 1*"], ["b null 2*"]]);
});

test("a version without its key cannot mark a place", async (t) => {
  const { endpoint } = await startS3(t, versioned);

  const answer = await sendSigned(endpoint, { path: "/uploads?versions=&version-id-marker=x" });

  t.like(answer, { status: 400, code: "InvalidArgument" });
});

test("a bucket tells if it keeps versions", async (t) => {
  const { client } = await startS3(t, versioned);
  const statusOf = async (name: string) =>
    (await client.send(new GetBucketVersioningCommand({ Bucket: name }))).Status;

  t.deepEqual([await statusOf("uploads"), await statusOf("outputs")], ["Enabled", undefined]);
});
