import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import {
  completeUpload,
  createUpload,
  first,
  object,
  putPart,
  second,
} from "../../../helpers/aws/multipart.ts";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

test("parts become one object, with the ETag that S3 gives it, and an event", async (t) => {
  const { client, events, files } = await startS3(t);
  const UploadId = await createUpload(client);
  const parts = [await putPart(client, UploadId, 7, first), await putPart(client, UploadId, 9, second)];

  const { ETag } = await completeUpload(client, UploadId, parts);

  const got = await client.send(new GetObjectCommand(object));
  t.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), Buffer.concat([first, second]));
  t.like(got, { ETag, ContentType: "text/x", TagCount: 1 });
  const md5s = Buffer.concat([first, second].map((part) => createHash("md5").update(part).digest()));
  t.is(ETag, `"${createHash("md5").update(md5s).digest("hex")}-2"`);
  t.like(events, [{ size: first.length + 6, eventName: "ObjectCreated:CompleteMultipartUpload" }]);
  t.is(files().length, 2);
});

test("a range may lie across parts", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await createUpload(client);
  const parts = [await putPart(client, UploadId, 1, first), await putPart(client, UploadId, 2, second)];
  await completeUpload(client, UploadId, parts);

  const Range = `bytes=${first.length - 2}-${first.length + 2}`;
  const got = await client.send(new GetObjectCommand({ ...object, Range }));

  t.is(await got.Body?.transformToString(), `${first.toString("latin1").slice(-2)}sec`);
});

test("parts that are replaced, left out, aborted or overwritten leave no file", async (t) => {
  const { client, files } = await startS3(t);
  const UploadId = await createUpload(client);
  await putPart(client, UploadId, 1, first);
  const part = await putPart(client, UploadId, 1, second);
  await putPart(client, UploadId, 2, second);
  const aborted = await createUpload(client);
  await putPart(client, aborted, 1, second);

  await completeUpload(client, UploadId, [part]);
  await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: aborted }));

  t.is(files().length, 1);
  await client.send(new PutObjectCommand({ ...object, Body: "x" }));
  t.is(files().length, 1);
});

test("an upload that is not there, or not of this key, is refused", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await createUpload(client);

  await t.throwsAsync(putPart(client, "other", 1, second), { name: "NoSuchUpload" });
  const otherKey = new ListPartsCommand({ Bucket: "uploads", Key: "other", UploadId });
  await t.throwsAsync(client.send(otherKey), { name: "NoSuchUpload" });
});

for (const number of ["0", "10001", "x", "1.5"]) {
  test(`part number ${number} is refused with InvalidArgument`, async (t) => {
    const { client, endpoint } = await startS3(t);
    const UploadId = await createUpload(client);

    const path = `/uploads/${encodeURIComponent(object.Key)}?partNumber=${number}&uploadId=${UploadId}`;
    const answer = await sendSigned(endpoint, { method: "PUT", path, body: "bytes" });

    t.is(answer.code, "InvalidArgument");
  });
}

test("parts and uploads are listed page by page", async (t) => {
  const { client } = await startS3(t);
  const ids = [await createUpload(client), await createUpload(client)];
  for (const number of [1, 2, 3]) await putPart(client, ids[0] ?? "", number, second);

  const UploadId = ids[0];
  const page = await client.send(new ListPartsCommand({ ...object, UploadId, MaxParts: 2 }));
  const PartNumberMarker = page.NextPartNumberMarker;
  const rest = await client.send(new ListPartsCommand({ ...object, UploadId, PartNumberMarker }));
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: "uploads", MaxUploads: 1 }));
  const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = uploads;
  const last = await client.send(
    new ListMultipartUploadsCommand({ Bucket: "uploads", KeyMarker, UploadIdMarker }),
  );

  t.deepEqual(
    page.Parts?.map(({ PartNumber }) => PartNumber),
    [1, 2],
  );
  t.like(rest, { IsTruncated: false, Parts: [{ PartNumber: 3, Size: 6 }] });
  const listed = [...(uploads.Uploads ?? []), ...(last.Uploads ?? [])].map((upload) => upload.UploadId);
  t.deepEqual(new Set(listed), new Set(ids));
});

test("a part can be copied from a range of another object", async (t) => {
  const { client } = await startS3(t);
  await client.send(new PutObjectCommand({ Bucket: "outputs", Key: "a b", Body: "0123456789" }));
  const command = { ...object, UploadId: await createUpload(client), PartNumber: 1 };

  const CopySource = "outputs/a%20b";
  const { CopyPartResult } = await client.send(
    new UploadPartCopyCommand({ ...command, CopySource, CopySourceRange: "bytes=2-4" }),
  );
  await completeUpload(client, command.UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);

  t.is(await (await client.send(new GetObjectCommand(object))).Body?.transformToString(), "234");
});
