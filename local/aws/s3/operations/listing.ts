import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import type { XmlElement } from "../../endpoint/xml.ts";
import { type Context, readNumber, xmlAnswer } from "../operation.ts";
import { afterKey, afterPrefix, commonPrefixOf, type Listing } from "../storage/listing.ts";

const maxKeys = 1000;

export function listObjectsV1({ request, storage }: Context): Answer {
  const { bucket, query } = request;
  const [prefix, delimiter, marker] = [
    query.get("prefix") ?? "",
    query.get("delimiter") ?? "",
    query.get("marker") ?? "",
  ];
  const limit = readNumber(request, "max-keys", maxKeys);
  // A marker that is a common prefix stands for all keys below it.
  const isListed = marker !== "" && commonPrefixOf(marker, prefix, delimiter) === marker;
  const from = isListed ? afterPrefix(marker) : positionAfter(marker);
  const listing = storage.list({ bucket, prefix, delimiter, from, limit });
  const encode = readEncoding(request);
  const isTruncated = listing.next !== undefined;
  return xmlAnswer("ListBucketResult", {
    Name: bucket,
    Prefix: encode(prefix),
    Marker: encode(marker),
    NextMarker: isTruncated && delimiter !== "" ? encode(listing.last ?? "") : undefined,
    ...commonElements(request, limit, listing, encode),
  });
}

export function listObjectsV2({ request, storage }: Context): Answer {
  const { bucket, query } = request;
  const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter") ?? ""];
  const [startAfter, token] = [query.get("start-after"), query.get("continuation-token")];
  const limit = readNumber(request, "max-keys", maxKeys);
  const from = token === undefined ? positionAfter(startAfter ?? "") : decodeToken(token);
  const listing = storage.list({ bucket, prefix, delimiter, from, limit });
  const encode = readEncoding(request);
  return xmlAnswer("ListBucketResult", {
    Name: bucket,
    Prefix: encode(prefix),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: listing.next && Buffer.from(listing.next).toString("base64url"),
    KeyCount: listing.objects.length + listing.commonPrefixes.length,
    ...commonElements(request, limit, listing, encode),
  });
}

function commonElements(request: S3Request, limit: number, listing: Listing, encode: Encode): XmlElement {
  const delimiter = request.query.get("delimiter");
  return {
    Delimiter: delimiter ? encode(delimiter) : undefined,
    MaxKeys: limit,
    EncodingType: request.query.get("encoding-type"),
    IsTruncated: listing.next !== undefined,
    Contents: listing.objects.map(({ key, size, etag, lastModified }) => ({
      Key: encode(key),
      LastModified: lastModified.toISOString(),
      ETag: `"${etag}"`,
      Size: size,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: listing.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  };
}

export type Encode = (key: string) => string;

export function readEncoding({ query }: S3Request): Encode {
  const encoding = query.get("encoding-type");
  if (encoding === undefined) return (key) => key;
  if (encoding !== "url")
    throw new S3Error("InvalidArgument", "Invalid Encoding Method specified in Request");
  return (key) => encodeURIComponent(key).replaceAll("%2F", "/");
}

function positionAfter(key: string): Uint8Array {
  return key === "" ? Buffer.alloc(0) : afterKey(key);
}

function decodeToken(token: string): Uint8Array {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length === 0 || bytes.toString("base64url") !== token) {
    throw new S3Error("InvalidArgument", "The continuation token provided is incorrect");
  }
  return bytes;
}
