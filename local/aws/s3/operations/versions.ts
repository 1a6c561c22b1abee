import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { XmlElement } from "../../endpoint/xml.ts";
import { type Context, readNumber, xmlAnswer } from "../operation.ts";
import type { ListedVersion } from "../storage/version-listing.ts";
import { owner } from "./buckets.ts";
import { type Encode, readEncoding } from "./listing.ts";

const maxKeys = 1000;

export function getBucketVersioning({ request, storage }: Context): Answer {
  const isKept = storage.keepsVersions(request.bucket);
  return xmlAnswer("VersioningConfiguration", isKept ? { Status: "Enabled" } : "");
}

export function listObjectVersions({ request, storage }: Context): Answer {
  const { bucket, query } = request;
  const [prefix, delimiter, keyMarker] = [
    query.get("prefix") ?? "",
    query.get("delimiter") ?? "",
    query.get("key-marker") ?? "",
  ];
  const versionIdMarker = query.get("version-id-marker") || undefined;
  if (versionIdMarker !== undefined && keyMarker === "")
    throw new S3Error("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  const limit = readNumber(request, "max-keys", maxKeys);
  const encode = readEncoding(request);
  const found = storage.listVersions({ bucket, prefix, delimiter, limit, keyMarker, versionIdMarker });
  const elements = (isMarker: boolean) =>
    found.versions
      .filter(({ content }) => (content === undefined) === isMarker)
      .map((version) => versionElement(version, encode));
  return xmlAnswer("ListVersionsResult", {
    Name: bucket,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionIdMarker ?? "",
    NextKeyMarker: found.next && encode(found.next.keyMarker),
    NextVersionIdMarker: found.next?.versionIdMarker,
    Delimiter: delimiter === "" ? undefined : encode(delimiter),
    MaxKeys: limit,
    EncodingType: query.get("encoding-type"),
    IsTruncated: found.next !== undefined,
    Version: elements(false),
    DeleteMarker: elements(true),
    CommonPrefixes: found.commonPrefixes.map((each) => ({ Prefix: encode(each) })),
  });
}

function versionElement(version: ListedVersion, encode: Encode): XmlElement {
  const { key, versionId, isLatest, lastModified, content } = version;
  return {
    Key: encode(key),
    VersionId: versionId,
    IsLatest: isLatest,
    LastModified: lastModified.toISOString(),
    ...(content && { ETag: `"${content.etag}"`, Size: content.size, StorageClass: "STANDARD" }),
    Owner: owner,
  };
}
