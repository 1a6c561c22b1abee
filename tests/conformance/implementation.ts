import { S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import type { ObjectStore, Output } from "../../handler/reconcile/object-store.ts";
import { createObjectStore } from "../../handler/reconcile/s3-store.ts";
import type { Owner } from "../helpers/temporary-folder.ts";

/** An S3 with the bucket `outputs`, on 127.0.0.1. */
export interface Implementation {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The function's own object store and a client beside it, both against one S3. */
export interface Subject {
  store: ObjectStore;
  client: S3Client;
}

export const region = "eu-central-1";

export const bucket = "outputs";

/** Starts the S3 before the file's tests, and gives its tests what they need to know of it. */
export function subjectOf(start: (owner: Owner) => Promise<Implementation>): () => Subject {
  const endings: (() => void)[] = [];
  let subject: Subject;
  test.before(async () => {
    subject = open(await start({ teardown: (work) => endings.unshift(work) }));
  });
  test.after.always(() => {
    for (const end of endings) end();
  });
  return () => subject;
}

/** The store finds its S3 as in Lambda: by the environment. */
function open({ endpoint, accessKeyId, secretAccessKey }: Implementation): Subject {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  const credentials = { accessKeyId, secretAccessKey };
  return {
    store: createObjectStore(),
    client: new S3Client({ endpoint, region, credentials, forcePathStyle: true }),
  };
}

/** An output with this text; what a test is about it sets. */
export function output(text: string | Uint8Array, fields: Partial<Output> = {}): Output {
  return { body: Buffer.from(text), contentType: "image/jpeg", metadata: metadata("a.png"), ...fields };
}

export function metadata(sourceKey: string): Output["metadata"] {
  return {
    "source-bucket": "uploads",
    "source-key": sourceKey,
    "source-etag": "e",
    rendition: "main",
    settings: "s",
  };
}

/** Writes where nothing is. */
export function create({ store }: Subject, key: string, what: Output): Promise<boolean> {
  return store.put(bucket, { key, replaces: undefined }, what);
}

/** The ETag of what is there. */
export async function etagOf({ store }: Subject, key: string): Promise<string> {
  return (await store.head(bucket, key))?.etag ?? "absent";
}

/** The text of what is there. */
export async function textOf({ store }: Subject, key: string): Promise<string> {
  const source = await store.get(bucket, key);
  return source === undefined ? "absent" : Buffer.from(await source.read()).toString();
}
