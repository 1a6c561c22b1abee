import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";

/** Lists the ETags of all objects in a bucket, by key. */
export async function listObjects(client: S3Client, bucket: string): Promise<Map<string, string>> {
  const etags = new Map<string, string>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key = "", ETag = "" } of Contents) etags.set(Key, ETag.replaceAll('"', ""));
  }
  return etags;
}
