import {
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import test, { type ExecutionContext } from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const keys = ["a", "a/", "a/1", "a/2", "a/b/3", "b", "b\u{10ffff}", "c/1", "c//2", "d"];

async function startWithKeys(t: ExecutionContext): Promise<S3Client> {
  const { client } = await startS3(t);
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: "uploads", Key, Body: "x" }));
  return client;
}

/** Lists as S3 documents: every key, and every prefix up to a delimiter once, in order. */
function expected(prefix: string, delimiter: string): string[] {
  const rolledUp = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : key.slice(0, end + delimiter.length);
    });
  return [...new Set(rolledUp)].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

for (const prefix of ["", "a", "a/", "a/b", "b", "c/", "x"]) {
  for (const delimiter of ["", "/", "//", "/b"]) {
    test(`version 2 pages through prefix "${prefix}" with delimiter "${delimiter}", whatever the size of a page`, async (t) => {
      const client = await startWithKeys(t);

      for (const MaxKeys of [1, 2, 3, 1000]) {
        const query: ListObjectsV2CommandInput = {
          Bucket: "uploads",
          Prefix: prefix,
          Delimiter: delimiter,
          MaxKeys,
        };
        t.deepEqual(await listAll(client, query), expected(prefix, delimiter));
      }
    });
  }
}

async function listAll(client: S3Client, query: ListObjectsV2CommandInput): Promise<string[]> {
  const listed: string[] = [];
  for await (const page of paginateListObjectsV2({ client }, query)) {
    const { Contents = [], CommonPrefixes = [], KeyCount = 0 } = page;
    const inPage = [
      ...Contents.map(({ Key = "" }) => Key),
      ...CommonPrefixes.map(({ Prefix = "" }) => Prefix),
    ];
    if (inPage.length !== KeyCount || KeyCount > (query.MaxKeys ?? 0))
      throw new Error("a page that miscounts");
    listed.push(...inPage.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))));
  }
  return listed;
}

for (const delimiter of ["", "/"]) {
  test(`version 1 pages by marker with delimiter "${delimiter}"`, async (t) => {
    const client = await startWithKeys(t);
    const listed: string[] = [];
    let Marker: string | undefined;

    do {
      const page = await client.send(
        new ListObjectsCommand({ Bucket: "uploads", Delimiter: delimiter, MaxKeys: 1, Marker }),
      );
      const last = page.Contents?.[0]?.Key ?? page.CommonPrefixes?.[0]?.Prefix ?? "";
      listed.push(last);
      Marker = page.IsTruncated ? (page.NextMarker ?? last) : undefined;
    } while (Marker !== undefined);

    t.deepEqual(listed, expected("", delimiter));
  });
}

test("start-after begins behind a key", async (t) => {
  const client = await startWithKeys(t);

  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: "uploads", StartAfter: "b" }),
  );

  t.deepEqual(
    Contents.map(({ Key }) => Key),
    ["b\u{10ffff}", "c//2", "c/1", "d"],
  );
});

test("a page of no keys is empty and not truncated", async (t) => {
  const client = await startWithKeys(t);

  const page = await client.send(new ListObjectsV2Command({ Bucket: "uploads", MaxKeys: 0 }));

  t.like(page, { KeyCount: 0, IsTruncated: false });
});

for (const query of ["max-keys=-1", "max-keys=x", "encoding-type=base64", "continuation-token=%2A"]) {
  test(`${query} is refused with InvalidArgument`, async (t) => {
    const { endpoint } = await startS3(t);

    const answer = await sendSigned(endpoint, { path: `/uploads?list-type=2&${query}` });

    t.like(answer, { status: 400, code: "InvalidArgument" });
  });
}
