import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
  type S3ServiceException,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { object, putVersion, versioned } from "../../../helpers/aws/versions.ts";

const tags = { Tagging: { TagSet: [{ Key: "c", Value: "d" }] } };
const target = { Bucket: "uploads", Key: "copy" };
const CopySource = "uploads/key";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
const calls: [
  title: string,
  rights: string[],
  call: (client: S3Client, VersionId: string) => Promise<unknown>,
][] = [
  ["GET", ["GetObject"], (s3) => s3.send(new GetObjectCommand(object))],
  [
    "GET of a version",
    ["GetObjectVersion"],
    (s3, VersionId) => s3.send(new GetObjectCommand({ ...object, VersionId })),
  ],
  [
    "HEAD of a version",
    ["GetObjectVersion"],
    (s3, VersionId) => s3.send(new HeadObjectCommand({ ...object, VersionId })),
  ],
  ["reading tags", ["GetObjectTagging"], (s3) => s3.send(new GetObjectTaggingCommand(object))],
  [
    "reading a version's tags",
    ["GetObjectVersionTagging"],
    (s3, VersionId) => s3.send(new GetObjectTaggingCommand({ ...object, VersionId })),
  ],
  [
    "setting tags",
    ["PutObjectTagging"],
    (s3) => s3.send(new PutObjectTaggingCommand({ ...object, ...tags })),
  ],
  [
    "setting a version's tags",
    ["PutObjectVersionTagging"],
    (s3, VersionId) => s3.send(new PutObjectTaggingCommand({ ...object, ...tags, VersionId })),
  ],
  [
    "deleting a version's tags",
    ["DeleteObjectVersionTagging"],
    (s3, VersionId) => s3.send(new DeleteObjectTaggingCommand({ ...object, VersionId })),
  ],
  ["PUT", ["PutObject"], (s3) => s3.send(new PutObjectCommand({ ...object, Body: "x" }))],
  [
    "PUT with tags",
    ["PutObject", "PutObjectTagging"],
    (s3) => s3.send(new PutObjectCommand({ ...object, Body: "x", Tagging: "c=d" })),
  ],
  [
    "PUT with If-Match",
    ["PutObject", "GetObject"],
    (s3) => s3.send(new PutObjectCommand({ ...object, Body: "x", IfMatch: "*" })),
  ],
  ["DELETE", ["DeleteObject"], (s3) => s3.send(new DeleteObjectCommand(object))],
  [
    "DELETE of a version",
    ["DeleteObjectVersion"],
    (s3, VersionId) => s3.send(new DeleteObjectCommand({ ...object, VersionId })),
  ],
  [
    "a copy with its tags",
    ["GetObject", "GetObjectTagging", "PutObject", "PutObjectTagging"],
    (s3) => s3.send(new CopyObjectCommand({ ...target, CopySource })),
  ],
  [
    "a copy of a version without its tags",
    ["GetObjectVersion", "PutObject"],
    (s3, id) =>
      s3.send(
        new CopyObjectCommand({
          ...target,
          CopySource: `${CopySource}?versionId=${id}`,
          TaggingDirective: "REPLACE",
        }),
      ),
  ],
  ["a listing", ["ListBucket"], (s3) => s3.send(new ListObjectsV2Command({ Bucket: "uploads" }))],
];

for (const [title, needed, call] of calls) {
  test(`${title} needs exactly ${needed.join(", ")}`, async (t) => {
    const { client, caller, rights } = await startS3(t, versioned);
    const version = await putVersion(client, "one", { Tagging: "a=b" });

    for (const missing of needed) {
      rights.clear();
      for (const right of needed.filter((other) => other !== missing)) rights.add(`s3:${right}`);
      const error = await t.throwsAsync<S3ServiceException>(call(caller, version));
      t.is(error?.$metadata.httpStatusCode, 403, missing);
      rights.add(`s3:${missing}`);
    }

    await t.notThrowsAsync(call(caller, version));
  });
}

test("tags are counted only for whoever may read those of the same object or version", async (t) => {
  const { client, caller, rights } = await startS3(t, versioned);
  const version = { ...object, VersionId: await putVersion(client, "one", { Tagging: "a=b" }) };
  const counts = async () =>
    Promise.all(
      [new HeadObjectCommand(object), new HeadObjectCommand(version)].map(
        async (head) => (await caller.send(head)).TagCount,
      ),
    );
  for (const right of ["s3:GetObject", "s3:GetObjectVersion"]) rights.add(right);

  const without = await counts();
  rights.add("s3:GetObjectVersionTagging");
  const ofVersions = await counts();
  rights.add("s3:GetObjectTagging");

  t.deepEqual(
    [without, ofVersions, await counts()],
    [
      [undefined, undefined],
      [undefined, 1],
      [1, 1],
    ],
  );
});

test("of many deletions each needs its own right", async (t) => {
  const { client, caller, rights } = await startS3(t, versioned);
  const VersionId = await putVersion(client, "one");
  const Objects = [{ Key: "key" }, { Key: "key", VersionId }];
  rights.add("s3:DeleteObject");

  const answer = await caller.send(new DeleteObjectsCommand({ Bucket: "uploads", Delete: { Objects } }));

  t.like(answer.Deleted, [{ Key: "key", DeleteMarker: true }]);
  t.like(answer.Errors, [{ Key: "key", VersionId, Code: "AccessDenied" }]);
  t.is(answer.Errors?.length, 1);
});

test("a version cannot be put", async (t) => {
  const { endpoint } = await startS3(t, versioned);

  const answer = await sendSigned(endpoint, { method: "PUT", path: "/uploads/key?versionId=x", body: "x" });

  t.like(answer, { status: 400, code: "InvalidArgument" });
});
