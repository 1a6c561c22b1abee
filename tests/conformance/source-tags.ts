import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import { versionedBucket as Bucket, type Subject } from "./implementation.ts";

async function put({ client }: Subject, Key: string, Tagging?: string): Promise<string> {
  const { VersionId = "" } = await client.send(new PutObjectCommand({ Bucket, Key, Body: "v", Tagging }));
  return VersionId;
}

async function versionOf({ store }: Subject, key: string) {
  const source = await store.get(Bucket, key);
  source?.discard();
  return source?.version;
}

const tag = (key: string) => ({ key, value: "v" });

/** The function's reading and writing of tags, by which it marks sources. */
function writing(name: string, subject: () => Subject): void {
  test(`${name}: the store's GET names the version and counts its tags`, async (t) => {
    const plain = await put(subject(), "counted");
    t.deepEqual(await versionOf(subject(), "counted"), { id: plain, tagCount: 0 });

    const tagged = await put(subject(), "counted", "a=v&b=v");
    t.deepEqual(await versionOf(subject(), "counted"), { id: tagged, tagCount: 2 });
  });

  test(`${name}: the store writes all tags of an older version, ten at most`, async (t) => {
    const { store } = subject();
    const old = await put(subject(), "older", "a=v");
    await put(subject(), "older", "b=v");
    const ten = Array.from({ length: 10 }, (_, at) => tag(`k${at}`));

    t.true(await store.writeTags(Bucket, "older", old, ten));
    t.deepEqual(await store.readTags(Bucket, "older", old), ten);
    await t.throwsAsync(store.writeTags(Bucket, "older", old, [...ten, tag("k10")]));
    t.is((await versionOf(subject(), "older"))?.tagCount, 1);
  });

  test(`${name}: tags of a version that is gone are undefined, and writing them loses the race`, async (t) => {
    const { client, store } = subject();
    const VersionId = await put(subject(), "gone", "a=v");
    await put(subject(), "gone");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "gone", VersionId }));

    t.is(await store.readTags(Bucket, "gone", VersionId), undefined);
    t.false(await store.writeTags(Bucket, "gone", VersionId, []));
  });
}

export const sourceTags = [writing];
