import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";

export const object = { Bucket: "uploads", Key: "key" };

/** Has the form of a version's id, and names none. */
export const unknownVersion = "00000000-0000-4000-8000-000000000000";

/** Starts S3 with a bucket that keeps versions. */
export const versioned = { versionedBuckets: ["uploads"] };

/** Puts a text, and returns the version that it became. */
export async function putVersion(
  client: S3Client,
  Body: string,
  further: Partial<PutObjectCommandInput> = {},
): Promise<string> {
  const { VersionId = "" } = await client.send(new PutObjectCommand({ ...object, Body, ...further }));
  return VersionId;
}

export async function textOf(
  client: S3Client,
  further: Partial<GetObjectCommandInput> = {},
): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ ...object, ...further }));
  return Body?.transformToString();
}
