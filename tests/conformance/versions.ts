import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { versionedBucket as Bucket, type Subject } from "./implementation.ts";

async function put({ client }: Subject, Key: string, Body: string, Tagging?: string): Promise<string> {
  const { VersionId = "" } = await client.send(new PutObjectCommand({ Bucket, Key, Body, Tagging }));
  return VersionId;
}

async function textOf({ client }: Subject, Key: string, VersionId?: string): Promise<string> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return (await Body?.transformToString()) ?? "";
}

async function tagsOf({ client }: Subject, Key: string, VersionId?: string): Promise<string[]> {
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
  return TagSet.map((tag) => `${tag.Key}=${tag.Value}`);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RetrievingObjectVersions.html */
function reads(name: string, subject: () => Subject): void {
  test(`${name}: an overwritten object is read by the version of its PUT`, async (t) => {
    const first = await put(subject(), "read", "one");
    const second = await put(subject(), "read", "two");

    t.is(await textOf(subject(), "read", first), "one");
    t.is(await textOf(subject(), "read"), "two");
    const head = await subject().client.send(new HeadObjectCommand({ Bucket, Key: "read" }));
    t.is(head.VersionId, second);
  });

  test(`${name}: an absent version is NoSuchVersion`, async (t) => {
    await put(subject(), "absent", "one");
    const other = await put(subject(), "other", "two");

    await t.throwsAsync(textOf(subject(), "absent", other), { name: "NoSuchVersion" });
  });

  test(`${name}: tags belong to one version, whose HEAD and GET count them`, async (t) => {
    const { client } = subject();
    const at = { Bucket, Key: "tags", VersionId: await put(subject(), "tags", "one", "a=b") };
    await put(subject(), "tags", "two");

    const TagSet = ["c", "d"].map((Key) => ({ Key, Value: "x" }));
    await client.send(new PutObjectTaggingCommand({ ...at, Tagging: { TagSet } }));

    t.deepEqual(await tagsOf(subject(), "tags", at.VersionId), ["c=x", "d=x"]);
    t.deepEqual(await tagsOf(subject(), "tags"), []);
    t.is((await client.send(new HeadObjectCommand(at))).TagCount, 2);
    t.is((await client.send(new GetObjectCommand(at))).TagCount, 2);
  });

  test(`${name}: a copy of an old version restores it with its tags`, async (t) => {
    const old = await put(subject(), "restore", "one", "a=b");
    await put(subject(), "restore", "two");

    const CopySource = `${Bucket}/restore?versionId=${old}`;
    const copied = await subject().client.send(new CopyObjectCommand({ Bucket, Key: "restore", CopySource }));

    t.is(copied.CopySourceVersionId, old);
    t.is(await textOf(subject(), "restore"), "one");
    t.deepEqual(await tagsOf(subject(), "restore", copied.VersionId), ["a=b"]);
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html */
function deletions(name: string, subject: () => Subject): void {
  test(`${name}: a deletion hides the key below a marker, and the marker's deletion brings it back`, async (t) => {
    const { client } = subject();
    const at = { Bucket, Key: "deleted" };
    const version = await put(subject(), "deleted", "one");

    const { DeleteMarker, VersionId } = await client.send(new DeleteObjectCommand(at));

    t.true(DeleteMarker);
    await t.throwsAsync(textOf(subject(), "deleted"), { name: "NoSuchKey" });
    t.is(await textOf(subject(), "deleted", version), "one");
    await client.send(new DeleteObjectCommand({ ...at, VersionId }));
    t.is(await textOf(subject(), "deleted"), "one");
  });

  test(`${name}: without its newest version a key has the one before`, async (t) => {
    await put(subject(), "newest", "one");
    const VersionId = await put(subject(), "newest", "two");

    await subject().client.send(new DeleteObjectCommand({ Bucket, Key: "newest", VersionId }));

    t.is(await textOf(subject(), "newest"), "one");
  });

  test(`${name}: conditions meet no object below a marker`, async (t) => {
    const { client } = subject();
    const at = { Bucket, Key: "condition" };
    await put(subject(), at.Key, "one");
    await client.send(new DeleteObjectCommand(at));

    await t.notThrowsAsync(client.send(new PutObjectCommand({ ...at, Body: "two", IfNoneMatch: "*" })));
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
function listings(name: string, subject: () => Subject): void {
  test(`${name}: versions and markers are listed in pages, the newest first, and one is the latest`, async (t) => {
    const Key = "list/a";
    const versions = [await put(subject(), Key, "1"), await put(subject(), Key, "22")];
    const { VersionId = "" } = await subject().client.send(new DeleteObjectCommand({ Bucket, Key }));
    versions.push(await put(subject(), Key, "4444"));

    const list = async (further: Partial<ListObjectVersionsCommandInput>) =>
      subject().client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "list/", ...further }));
    const whole = await list({});
    const first = await list({ MaxKeys: 1 });
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
    const rest = await list({ KeyMarker, VersionIdMarker });

    const ids = ({ Versions = [] }: typeof whole) => Versions.map((version) => version.VersionId);
    t.deepEqual(ids(whole), versions.toReversed());
    t.deepEqual(
      whole.Versions?.map(({ IsLatest }) => IsLatest),
      [true, false, false],
    );
    t.like(whole.DeleteMarkers, [{ Key, VersionId, IsLatest: false }]);
    t.deepEqual([...ids(first), ...ids(rest)], versions.toReversed());
    t.deepEqual([first.IsTruncated, rest.IsTruncated], [true, false]);
  });
}

export const versions = [reads, deletions, listings];
