import { createHash } from "node:crypto";
import { type CompletedPart, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import {
  completeUpload,
  createUpload,
  first,
  object,
  putPart,
  second,
} from "../../../helpers/aws/multipart.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

test("completing again after a lost answer answers the same, once", async (t) => {
  const { client, events } = await startS3(t);
  const UploadId = await createUpload(client);
  const parts = [await putPart(client, UploadId, 1, second)];

  const one = await completeUpload(client, UploadId, parts);
  const other = await completeUpload(client, UploadId, parts);

  t.is(one.ETag, other.ETag);
  t.is(events.length, 1);
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
    const UploadId = await createUpload(client);
    const parts = [
      await putPart(client, UploadId, 1, first),
      await putPart(client, UploadId, 2, second),
      await putPart(client, UploadId, 4, second),
    ];

    await t.throwsAsync(completeUpload(client, UploadId, change(parts)), { name });

    t.deepEqual(events, []);
    await t.notThrowsAsync(completeUpload(client, UploadId, parts.slice(0, 2)));
  });
}

test("completing obeys If-None-Match, and can be tried again", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await createUpload(client);
  const parts = [await putPart(client, UploadId, 1, second)];
  await client.send(new PutObjectCommand({ ...object, Body: "x" }));

  await t.throwsAsync(completeUpload(client, UploadId, parts, { IfNoneMatch: "*" }), {
    name: "PreconditionFailed",
  });

  await t.notThrowsAsync(completeUpload(client, UploadId, parts));
});

test("a composite checksum is that of the parts' checksums", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await createUpload(client, "SHA256");
  const parts = [
    await putPart(client, UploadId, 1, first, "SHA256"),
    await putPart(client, UploadId, 2, second, "SHA256"),
  ];

  await completeUpload(client, UploadId, parts);

  const sums = Buffer.concat([first, second].map((part) => createHash("sha256").update(part).digest()));
  const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
  const ChecksumSHA256 = `${createHash("sha256").update(sums).digest("base64")}-2`;
  t.like(head, { ChecksumSHA256, ChecksumType: "COMPOSITE" });
});

test("a checksum of the full object is verified when it is completed", async (t) => {
  const { client } = await startS3(t);
  const UploadId = await createUpload(client, "CRC64NVME");
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

  const wrong = completeUpload(client, UploadId, parts, { ChecksumCRC64NVME: "AAAAAAAAAAA=" });

  await t.throwsAsync(wrong, { name: "BadDigest" });
  t.is(
    (await completeUpload(client, UploadId, parts, { ChecksumCRC64NVME })).ChecksumCRC64NVME,
    ChecksumCRC64NVME,
  );
});
