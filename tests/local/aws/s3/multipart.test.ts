import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const object = { Bucket: "uploads", Key: "big ü.bin" };
const first = Buffer.alloc(5 * 1024 ** 2, "first ");
const second = Buffer.from("second");

async function create(client: S3Client, ChecksumAlgorithm?: ChecksumAlgorithm): Promise<string> {
  const command = new CreateMultipartUploadCommand({
    ...object,
    ContentType: "text/x",
    Tagging: "a=b",
    ChecksumAlgorithm,
  });
  return (await client.send(command)).UploadId ?? "";
}

async function putPart(
  client: S3Client,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  ChecksumAlgorithm?: ChecksumAlgorithm,
): Promise<CompletedPart> {
  const part = await client.send(
    new UploadPartCommand({ ...object, UploadId, PartNumber, Body, ChecksumAlgorithm }),
  );
  const { ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 } = part;
  return { PartNumber, ETag, ChecksumCRC32, ChecksumCRC64NVME, ChecksumSHA256 };
}

function complete(
  client: S3Client,
  UploadId: string,
  Parts: CompletedPart[],
  further: Partial<CompleteMultipartUploadCommandInput> = {},
) {
  const command = { ...object, UploadId, MultipartUpload: { Parts }, ...further };
  return client.send(new CompleteMultipartUploadCommand(command));
}

test("parts become one object, with the ETag that S3 gives it, and an event", async (t) => {
  const { client, events, files } = await startS3(t);
  const UploadId = await create(client);
  const parts = [await putPart(client, UploadId, 7, first), await putPart(client, UploadId, 9, second)];

  const { ETag } = await complete(client, UploadId, parts);

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
  const UploadId = await create(client);
  const parts = [await putPart(client, UploadId, 1, first), await putPart(client, UploadId, 2, second)];
  await complete(client, UploadId, parts);

  const Range = `bytes=${first.length - 2}-${first.length + 2}`;
  const got = await client.send(new GetObjectCommand({ ...object, Range }));

  t.is(await got.Body?.transformToString(), `${first.toString("latin1").slice(-2)}sec`);
});

test("completing again after a lost answer answers the same, once", async (t) => {
  const { client, events } = await startS3(t);
  const UploadId = await create(client);
  const parts = [await putPart(client, UploadId, 1, second)];

  const one = await complete(client, UploadId, parts);
  const other = await complete(client, UploadId, parts);

  t.is(one.ETag, other.ETag);
  t.is(events.length, 1);
});

test("parts that are replaced, left out, aborted or overwritten leave no file", async (t) => {
  const { client, files } = await startS3(t);
  const UploadId = await create(client);
  await putPart(client, UploadId, 1, first);
  const part = await putPart(client, UploadId, 1, second);
  await putPart(client, UploadId, 2, second);
  const aborted = await create(client);
  await putPart(client, aborted, 1, second);

  await complete(client, UploadId, [part]);
  await client.send(new AbortMultipartUploadCommand({ ...object, UploadId: aborted }));

  t.is(files().length, 1);
  await client.send(new PutObjectCommand({ ...object, Body: "x" }));
  t.is(files().length, 1);
});

const wrongParts: { title: string; change: (parts: CompletedPart[]) => CompletedPart[]; name: string }[] = [
  { title: "in the wrong order", change: (parts) => parts.toReversed(), name: "InvalidPartOrder" },
  { title: "twice", change: ([part = {}]) => [part, part], name: "InvalidPartOrder" },
  {
    title: "that are absent",
    change: (parts) => [...parts, { PartNumber: 3, ETag: "a" }],
    name: "InvalidPart",
  },
  { title: "with another ETag", change: ([part]) => [{ ...part, ETag: "a" }], name: "InvalidPart" },
  {
    title: "with another checksum",
    change: ([part]) => [{ ...part, ChecksumCRC32: "AAAAAA==" }],
    name: "InvalidPart",
  },
  { title: "that are none", change: () => [], name: "MalformedXML" },
  { title: "that are small before the last", change: (parts) => parts.slice(1), name: "EntityTooSmall" },
];

for (const { title, change, name } of wrongParts) {
  test(`completing with parts ${title} is refused with ${name}, and can be tried again`, async (t) => {
    const { client, events } = await startS3(t);
    const UploadId = await create(client);
    const parts = [
      await putPart(client, UploadId, 1, first),
      await putPart(client, UploadId, 2, second),
      await putPart(client, UploadId, 4, second),
    ];

    await t.throwsAsync(complete(client, UploadId, change(parts)), { name });

    t.deepEqual(events, []);
    await t.notThrowsAsync(complete(client, UploadId, parts.slice(0, 2)));
  });
}

test("completing obeys If-None-Match, and can be tried again", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await create(client);
  const parts = [await putPart(client, UploadId, 1, second)];
  await client.send(new PutObjectCommand({ ...object, Body: "x" }));

  await t.throwsAsync(complete(client, UploadId, parts, { IfNoneMatch: "*" }), {
    name: "PreconditionFailed",
  });

  await t.notThrowsAsync(complete(client, UploadId, parts));
});

test("an upload that is not there, or not of this key, is refused", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await create(client);

  await t.throwsAsync(putPart(client, "other", 1, second), { name: "NoSuchUpload" });
  const otherKey = new ListPartsCommand({ Bucket: "uploads", Key: "other", UploadId });
  await t.throwsAsync(client.send(otherKey), { name: "NoSuchUpload" });
});

for (const number of ["0", "10001", "x", "1.5"]) {
  test(`part number ${number} is refused with InvalidArgument`, async (t) => {
    const { client, endpoint } = await startS3(t);
    const UploadId = await create(client);

    const path = `/uploads/${encodeURIComponent(object.Key)}?partNumber=${number}&uploadId=${UploadId}`;
    const answer = await sendSigned(endpoint, { method: "PUT", path, body: "bytes" });

    t.is(answer.code, "InvalidArgument");
  });
}

test("a composite checksum is that of the parts' checksums", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await create(client, "SHA256");
  const parts = [
    await putPart(client, UploadId, 1, first, "SHA256"),
    await putPart(client, UploadId, 2, second, "SHA256"),
  ];

  await complete(client, UploadId, parts);

  const sums = Buffer.concat([first, second].map((part) => createHash("sha256").update(part).digest()));
  const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
  const ChecksumSHA256 = `${createHash("sha256").update(sums).digest("base64")}-2`;
  t.like(head, { ChecksumSHA256, ChecksumType: "COMPOSITE" });
});

test("a checksum of the full object is verified when it is completed", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await create(client, "CRC64NVME");
  const parts = [
    await putPart(client, UploadId, 1, first, "CRC64NVME"),
    await putPart(client, UploadId, 2, second, "CRC64NVME"),
  ];
  const whole = {
    ...object,
    Key: "whole",
    Body: Buffer.concat([first, second]),
    ChecksumAlgorithm: "CRC64NVME",
  } as const;
  const { ChecksumCRC64NVME } = await client.send(new PutObjectCommand(whole));

  const wrong = complete(client, UploadId, parts, { ChecksumCRC64NVME: "AAAAAAAAAAA=" });

  await t.throwsAsync(wrong, { name: "BadDigest" });
  t.is((await complete(client, UploadId, parts, { ChecksumCRC64NVME })).ChecksumCRC64NVME, ChecksumCRC64NVME);
});

test("parts and uploads are listed page by page", async (t) => {
  const { client } = await startS3(t);
  const ids = [await create(client), await create(client)];
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
  const command = { ...object, UploadId: await create(client), PartNumber: 1 };

  const CopySource = "outputs/a%20b";
  const { CopyPartResult } = await client.send(
    new UploadPartCopyCommand({ ...command, CopySource, CopySourceRange: "bytes=2-4" }),
  );
  await complete(client, command.UploadId, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);

  t.is(await (await client.send(new GetObjectCommand(object))).Body?.transformToString(), "234");
});
