import type { Answer } from "../endpoint/answer.ts";
import { notImplemented, S3Error } from "../endpoint/errors.ts";
import type { S3Request } from "../endpoint/request.ts";
import type { Identity } from "../endpoint/verify-signature.ts";
import { buildXml, type XmlElement } from "../endpoint/xml.ts";
import type { Storage } from "./storage/storage.ts";

export interface Context {
  request: S3Request;
  identity: Identity;
  storage: Storage;
  region: string;
}

export type Operation = (context: Context) => Answer | Promise<Answer>;

export function xmlAnswer(
  root: string,
  content: XmlElement | string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body: buildXml(root, content),
  };
}

/** Returns the error for an absent key. A role without s3:ListBucket may not learn of the absence. */
export function absent({ identity }: Context, bucket: string): S3Error {
  const mayList = identity.credential.mayCall("s3:ListBucket", `arn:aws:s3:::${bucket}`);
  return new S3Error(mayList ? "NoSuchKey" : "AccessDenied");
}

/** Reads a whole number from the query, such as `max-keys`. */
export function readNumber({ query }: S3Request, name: string, fallback: number, max = fallback): number {
  const text = query.get(name);
  if (text === undefined || text === "") return fallback;
  if (!/^\d{1,9}$/.test(text))
    throw new S3Error("InvalidArgument", `Provided ${name} not an integer or within integer range`);
  return Math.min(Number(text), max);
}

const accepted = new Set(
  [
    "checksum-algorithm checksum-mode checksum-type content-sha256 copy-source date decoded-content-length",
    "copy-source-range copy-source-if-match copy-source-if-none-match copy-source-if-modified-since copy-source-if-unmodified-since",
    "metadata-directive mp-object-size sdk-checksum-algorithm tagging tagging-directive trailer user-agent",
    "checksum-crc32 checksum-crc32c checksum-crc64nvme checksum-sha1 checksum-sha256",
  ]
    .join(" ")
    .split(" ")
    .map((name) => `x-amz-${name}`),
);

/** Headers with one accepted value: it asks for nothing new. */
const acceptedValues: Record<string, string> = {
  "x-amz-acl": "private",
  "x-amz-storage-class": "STANDARD",
  "x-amz-server-side-encryption": "AES256",
};

/** Refuses headers S3 would act on and the local run would not. */
export function refuseUnknownHeaders({ headers }: S3Request): void {
  for (const [name, value] of headers) {
    if (!name.startsWith("x-amz-") || name.startsWith("x-amz-meta-")) continue;
    if (!accepted.has(name) && acceptedValues[name] !== value)
      throw notImplemented(`The header ${name}: ${value}`);
  }
}
