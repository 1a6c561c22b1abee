import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const object = { Bucket: "uploads", Key: "key" };

test("tags are put, answered and deleted, and leave the object as it is", async (t) => {
  const { client, events } = await startS3(t);
  await client.send(new PutObjectCommand({ ...object, Body: "bytes", Tagging: "a+b=c%3Ad&empty=" }));
  const before = await client.send(new HeadObjectCommand(object));

  const first = await client.send(new GetObjectTaggingCommand(object));
  const TagSet = [{ Key: "ü", Value: " x + y " }];
  await client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet } }));
  const second = await client.send(new GetObjectTaggingCommand(object));
  await client.send(new DeleteObjectTaggingCommand(object));
  const third = await client.send(new GetObjectTaggingCommand(object));

  t.deepEqual(first.TagSet, [
    { Key: "a b", Value: "c:d" },
    { Key: "empty", Value: "" },
  ]);
  t.deepEqual([second.TagSet, third.TagSet], [TagSet, []]);
  const after = await client.send(new HeadObjectCommand(object));
  t.deepEqual([after.ETag, after.LastModified], [before.ETag, before.LastModified]);
  t.is(events.length, 1);
});

test("an absent key has no tags", async (t) => {
  const { client, reader } = await startS3(t);

  await t.throwsAsync(client.send(new GetObjectTaggingCommand(object)), { name: "NoSuchKey" });
  await t.throwsAsync(reader.send(new GetObjectTaggingCommand(object)), { name: "AccessDenied" });
});

const many = Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
const refused: { title: string; tags: Tag[]; code: string }[] = [
  { title: "eleven tags", tags: many, code: "BadRequest" },
  {
    title: "the same key twice",
    tags: [
      { Key: "a", Value: "1" },
      { Key: "a", Value: "2" },
    ],
    code: "InvalidTag",
  },
  { title: "a key of 129 characters", tags: [{ Key: "k".repeat(129), Value: "" }], code: "InvalidTag" },
  { title: "an empty key", tags: [{ Key: "", Value: "" }], code: "InvalidTag" },
  { title: "a value of 257 characters", tags: [{ Key: "a", Value: "v".repeat(257) }], code: "InvalidTag" },
  { title: "a character that S3 forbids", tags: [{ Key: "a", Value: "<" }], code: "InvalidTag" },
  { title: "a key of the system", tags: [{ Key: "aws:a", Value: "" }], code: "InvalidTag" },
];

for (const { title, tags, code } of refused) {
  test(`${title} are refused with ${code}, in a document and in a header`, async (t) => {
    const { client } = await startS3(t);
    const Tagging = tags.map(({ Key = "", Value = "" }) => `${Key}=${encodeURIComponent(Value)}`).join("&");
    await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));

    const document = client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: tags } }));
    const header = client.send(new PutObjectCommand({ ...object, Body: "bytes", Tagging }));

    await t.throwsAsync(document, { name: code });
    await t.throwsAsync(header, { name: code });
  });
}

const documents = [
  "",
  "nonsense",
  "<Tagging>",
  "<Other/>",
  "<Tagging/>",
  "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>",
  "<Tagging><TagSet><Tag><Key>&other;</Key><Value/></Tag></TagSet></Tagging>",
  "<Tagging><TagSet><Tag><Key>&#xD800;</Key><Value/></Tag></TagSet></Tagging>",
  '<!DOCTYPE a [<!ENTITY b "c">]><Tagging><TagSet><Tag><Key>&b;</Key><Value/></Tag></TagSet></Tagging>',
];

for (const body of documents) {
  test(`the document ${body || "of no bytes"} is refused with MalformedXML`, async (t) => {
    const { endpoint, client } = await startS3(t);
    await client.send(new PutObjectCommand({ ...object, Body: "bytes" }));

    const answer = await sendSigned(endpoint, { method: "PUT", path: "/uploads/key?tagging", body });

    t.like(answer, { status: 400, code: "MalformedXML" });
  });
}
