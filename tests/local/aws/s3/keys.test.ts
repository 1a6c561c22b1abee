import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { dangerousKeys as keys } from "../../../helpers/store/keys.ts";

test("keys that look alike or dangerous are kept apart, byte for byte", async (t) => {
  const { client, files } = await startS3(t);

  for (const Key of keys)
    await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: `body of ${Key}` }));

  for (const Key of keys) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "uploads", Key }));
    t.is(await Body?.transformToString(), `body of ${Key}`);
  }
  t.is(files().length, keys.length);
  t.true(files().every((file) => /^[0-9a-f-]{36}$/.test(file)));
});

test("keys are listed in the order of their UTF-8 bytes, and can be encoded", async (t) => {
  const { client } = await startS3(t);
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: "x" }));

  const encoded = await client.send(new ListObjectsV2Command({ Bucket: "uploads", EncodingType: "url" }));

  const inOrder = [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  t.deepEqual(
    encoded.Contents?.map(({ Key = "" }) => decodeURIComponent(Key)),
    inOrder,
  );
});

test("keys survive a listing that is not encoded", async (t) => {
  const { client } = await startS3(t);
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: "x" }));

  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: "uploads" }));

  const listed = new Set(Contents.map(({ Key = "" }) => Key));
  t.deepEqual(
    keys.filter((key) => !listed.has(key)),
    [],
  );
});

test("deleting one key leaves those that look like it", async (t) => {
  const { client } = await startS3(t);
  for (const Key of ["a/b", "a%2Fb"])
    await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: "x" }));

  await client.send(new DeleteObjectCommand({ Bucket: "uploads", Key: "a%2Fb" }));

  await t.notThrowsAsync(client.send(new HeadObjectCommand({ Bucket: "uploads", Key: "a/b" })));
});

test("a key of 1,025 bytes is refused", async (t) => {
  const { client } = await startS3(t);

  const put = client.send(new PutObjectCommand({ Bucket: "uploads", Key: `${"ü".repeat(512)}x`, Body: "x" }));

  await t.throwsAsync(put, { name: "KeyTooLongError" });
});

const badPaths = [
  "/uploads/%",
  "/uploads/%zz",
  "/uploads/%ff",
  "/uploads/%ed%a0%80",
  "/uploads/%c0%af",
  "/%ff/a",
];

for (const path of badPaths) {
  test(`the path ${path} is refused with InvalidURI`, async (t) => {
    const { endpoint, files } = await startS3(t);

    const answer = await sendSigned(endpoint, { method: "PUT", path });

    t.like(answer, { status: 400, code: "InvalidURI" });
    t.deepEqual(files(), []);
  });
}
