import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { until } from "../until.ts";
import type { RunningStack } from "./run.ts";

export interface ReadObject {
  bytes: Uint8Array;
  contentType: string | undefined;
  cacheControl: string | undefined;
  metadata: Record<string, string>;
}

export async function upload(
  { client, description }: RunningStack,
  key: string,
  body: Uint8Array,
): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: description.sourceBucket, Key: key, Body: body }));
}

/** Waits until no event is pending, then reads the output `key`. */
export async function read(stack: RunningStack, key: string): Promise<ReadObject> {
  await until(stack.status, ({ pending }) => pending === 0);
  const request = new GetObjectCommand({ Bucket: stack.description.outputBucket, Key: key });
  const { Body, ContentType, CacheControl, Metadata = {} } = await stack.client.send(request);
  if (Body === undefined) throw new Error(`${key} has no body`);
  return {
    bytes: await Body.transformToByteArray(),
    contentType: ContentType,
    cacheControl: CacheControl,
    metadata: Metadata,
  };
}
