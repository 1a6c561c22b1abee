import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  InvalidObjectState,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { ObjectStore, Output, Source, Target } from "./object-store.ts";
import type { Tag } from "./source-tags.ts";

/** S3 answers with these where an object breaks the condition of a write: it is gone, changing, or changed. */
const lostRace = new Set([404, 409, 412]);

export function createObjectStore(): ObjectStore {
  const reader = new S3Client({});
  // A write whose answer never came may still arrive: it is never sent twice, the whole event is tried again.
  const writer = new S3Client({ maxAttempts: 1 });

  const head = (bucket: string, key: string) =>
    undefinedIfAbsent(`HeadObject of ${bucket}/${key}`, () =>
      reader.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    );

  return {
    head: async (bucket, key) => {
      const found = await head(bucket, key);
      return found && { etag: unquoted(found.ETag), metadata: found.Metadata ?? {} };
    },

    get: async (bucket, key) => {
      const object = await undefinedIfAbsent(`GetObject of ${bucket}/${key}`, () =>
        unlessArchived(reader.send(new GetObjectCommand({ Bucket: bucket, Key: key }))),
      );
      if (object !== "archived") return object && asSource(object);
      const found = await head(bucket, key);
      return found && asArchivedSource(found);
    },

    put: (bucket, target, output) =>
      falseIfRaceLost(`PutObject of ${bucket}/${target.key}`, () =>
        writer.send(putCommand(bucket, target, output)),
      ),

    delete: (bucket, { key, etag }) =>
      falseIfRaceLost(`DeleteObject of ${bucket}/${key}`, () =>
        writer.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })),
      ),

    readTags: (bucket, key, id) =>
      undefinedIfAbsent(`GetObjectTagging of ${bucket}/${key}`, () => readTags(reader, bucket, key, id)),

    writeTags: (bucket, key, versionId, tags) =>
      falseIfRaceLost(`PutObjectTagging of ${bucket}/${key}`, () =>
        writer.send(taggingCommand(bucket, key, versionId, tags)),
      ),
  };
}

async function falseIfRaceLost(what: string, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (lostRace.has(statusOf(error)) && !isNamed(error, "NoSuchBucket")) return false;
    throw failure(what, error);
  }
}

function putCommand(bucket: string, target: Target, output: Output): PutObjectCommand {
  return new PutObjectCommand({
    Bucket: bucket,
    Key: target.key,
    Body: output.body,
    ContentType: output.contentType,
    CacheControl: output.cacheControl,
    Metadata: { ...output.metadata },
    Tagging: output.tags && new URLSearchParams(output.tags).toString(),
    ...(target.replaces === undefined ? { IfNoneMatch: "*" } : { IfMatch: `"${target.replaces}"` }),
  });
}

function taggingCommand(
  Bucket: string,
  Key: string,
  VersionId: string,
  tags: Tag[],
): PutObjectTaggingCommand {
  const TagSet = tags.map(({ key, value }) => ({ Key: key, Value: value }));
  return new PutObjectTaggingCommand({ Bucket, Key, VersionId, Tagging: { TagSet } });
}

/** S3 refuses the bytes of an archived object with this error, and still answers a HEAD. */
async function unlessArchived(request: Promise<GetObjectCommandOutput>) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof InvalidObjectState) return "archived";
    throw error;
  }
}

function asArchivedSource(head: HeadObjectCommandOutput): Source {
  const { ETag, ContentLength = 0 } = head;
  return {
    etag: unquoted(ETag),
    ...versionOf(head),
    length: ContentLength,
    isArchived: true,
    read: () => Promise.reject(new Error("An archived source has no bytes to read")),
    discard: () => {},
  };
}

function asSource(answer: GetObjectCommandOutput): Source {
  const { Body, ETag, ContentLength } = answer;
  if (!(Body instanceof Readable) || ContentLength === undefined) {
    throw new Error("S3 answered GetObject without a body or its length");
  }
  return {
    etag: unquoted(ETag),
    ...versionOf(answer),
    length: ContentLength,
    read: () => readInto(Buffer.allocUnsafeSlow(ContentLength), Body),
    discard: () => Body.destroy(),
  };
}

/** Only a version that stays has an id: "null" is an object of a bucket that kept no versions then. */
function versionOf({ VersionId, TagCount = 0 }: GetObjectCommandOutput | HeadObjectCommandOutput) {
  return VersionId === undefined || VersionId === "null"
    ? {}
    : { version: { id: VersionId, tagCount: TagCount } };
}

async function readTags(reader: S3Client, Bucket: string, Key: string, VersionId: string): Promise<Tag[]> {
  const { TagSet = [] } = await reader.send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
  return TagSet.map((tag) => ({ key: tag.Key ?? "", value: tag.Value ?? "" }));
}

/** Fills `bytes`, whose length is known, without the garbage of joining chunks. */
async function readInto(bytes: Buffer, body: Readable): Promise<Buffer> {
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if (length + chunk.length <= bytes.length) bytes.set(chunk, length);
    length += chunk.length;
  }
  if (length !== bytes.length) throw new Error(`S3 sent ${length} bytes instead of ${bytes.length}`);
  return bytes;
}

async function undefinedIfAbsent<Result>(
  what: string,
  request: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await request();
  } catch (error) {
    if (statusOf(error) === 404 && !isNamed(error, "NoSuchBucket")) return undefined;
    throw failure(what, error);
  }
}

/** The SDK's own errors name no object, and an answer without a body, such as a HEAD's, makes an "UnknownError". */
function failure(what: string, cause: unknown): Error {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const status = statusOf(cause);
  const why = status === 0 ? `no answer to ${what}` : `S3 answered ${what} with ${status}`;
  const error = new Error(message === "UnknownError" ? why : `${why}: ${message}`, { cause });
  error.name = name;
  return error;
}

function statusOf(error: unknown): number {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

function unquoted(etag = ""): string {
  return etag.replaceAll('"', "");
}
