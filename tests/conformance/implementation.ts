import { S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import type { ObjectStore, Output } from "../../handler/reconcile/object-store.ts";
import { createObjectStore } from "../../handler/reconcile/s3-store.ts";
import type { Owner } from "../helpers/temporary-folder.ts";

/** An S3 on 127.0.0.1 with the bucket `outputs`, and with `uploads`, which keeps versions. */
export interface Implementation {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The function's own object store and an S3 client, both on the same S3. */
export interface Subject {
  store: ObjectStore;
  client: S3Client;
}

export const region = "eu-central-1";

export const bucket = "outputs";
export const versionedBucket = "uploads";

/** Starts the S3 before the file's tests; the returned function gives them access to it. */
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

/** The store reads its endpoint from the environment, as in Lambda. */
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

/** An output with this text; a test sets only its own fields. */
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

/** Writes an output on the condition of an absent key. */
export function create({ store }: Subject, key: string, what: Output): Promise<boolean> {
  return store.put(bucket, { key, replaces: undefined }, what);
}

export async function etagOf({ store }: Subject, key: string): Promise<string> {
  return (await store.head(bucket, key))?.etag ?? "absent";
}

export async function textOf({ store }: Subject, key: string): Promise<string> {
  const source = await store.get(bucket, key);
  return source === undefined ? "absent" : Buffer.from(await source.read()).toString();
}
