import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import { decode, type S3Request } from "../../endpoint/request.ts";
import type { XmlElement } from "../../endpoint/xml.ts";
import { readAttributes } from "../attributes.ts";
import { copyBody } from "../body.ts";
import { asAlgorithm, checksumElement } from "../checksums.ts";
import { checkCopySource, writeCondition } from "../conditions.ts";
import { type Context, xmlAnswer } from "../operation.ts";
import { readRange } from "../range.ts";
import { requireRight } from "../rights.ts";
import type { PieceRow } from "../storage/pieces.ts";
import type { ObjectAttributes, StoredObject } from "../storage/schema.ts";
import type { OpenedObject } from "../storage/storage.ts";
import { findUpload, readPartNumber } from "./multipart.ts";
import {
  asHeader,
  checkVersionId,
  findObject,
  gone,
  type OnMarker,
  type Place,
  versionHeaders,
} from "./version.ts";

export async function copyObject(context: Context): Promise<Answer> {
  const { request, storage } = context;
  const place = readCopySource(request);
  const { object: source, stream: openStream } = openCopySource(context, place);
  const target = {
    bucket: request.bucket,
    key: request.key,
    attributes: copiedAttributes(context, place, source),
    condition: writeCondition(request.headers),
    eventName: "ObjectCreated:Copy" as const,
  };
  const asked = request.headers.get("x-amz-checksum-algorithm");
  const algorithm = asked === undefined ? source.checksum?.algorithm : asAlgorithm(asked);
  const stream = openStream();
  const stored = await storage
    .put(target, (write) => copyBody(stream, algorithm, write))
    .finally(() => stream.destroy());
  return xmlAnswer("CopyObjectResult", copyResult(stored), {
    ...sourceHeaders(context, source),
    ...versionHeaders(storage, stored),
  });
}

export async function uploadPartCopy(context: Context): Promise<Answer> {
  const { request, storage } = context;
  const [upload, number] = [findUpload(context), readPartNumber(request)];
  const source = openCopySource(context, readCopySource(request));
  const range = request.headers.get("x-amz-copy-source-range") ?? "bytes=0-";
  const stream = source.stream(...(readRange(new Map([["range", range]]), source.object) ?? []));
  const part = await storage.uploads
    .putPart(upload, number, (write) => copyBody(stream, upload.checksumAlgorithm, write))
    .finally(() => stream.destroy());
  return xmlAnswer("CopyPartResult", copyResult(part), sourceHeaders(context, source.object));
}

function copyResult({
  lastModified,
  etag,
  checksum,
}: Pick<PieceRow, "lastModified" | "etag" | "checksum">): XmlElement {
  return { LastModified: lastModified.toISOString(), ETag: `"${etag}"`, ...checksumElement(checksum) };
}

function sourceHeaders({ storage }: Context, source: StoredObject): Record<string, string> {
  return asHeader("x-amz-copy-source-version-id", storage.versionId(source));
}

/** Finds the source, or its version; the bucket is checked first, as for a GET. */
function openCopySource(context: Context, place: Place): OpenedObject {
  const { request, storage } = context;
  storage.checkBucket(place.bucket);
  requireRight(context, "GetObject", place);
  const source = findObject(context, place, uncopied);
  checkCopySource(request.headers, source);
  return storage.openObject(source);
}

const uncopied: OnMarker = (context, marker, isNamed) => {
  const message = "The source of a copy request may not specifically refer to a delete marker by version id.";
  return isNamed ? new S3Error("InvalidRequest", message) : gone(context, marker);
};

function readCopySource({ headers }: S3Request): Place {
  const [path = "", version] = headers.get("x-amz-copy-source")?.split("?versionId=") ?? [];
  const decoded = decode(path).replace(/^\//, "");
  const slash = decoded.indexOf("/");
  if (slash < 1 || slash === decoded.length - 1) {
    throw new S3Error(
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const versionId = checkVersionId(version === undefined ? undefined : decode(version));
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId };
}

function copiedAttributes(context: Context, place: Place, source: StoredObject): ObjectAttributes {
  const { request } = context;
  const sent = readAttributes(request);
  const replacesMetadata = isReplaced(request, "x-amz-metadata-directive");
  // A copy of a named version restores it, with nothing changed.
  const isOntoItself =
    place.versionId === undefined && request.bucket === place.bucket && request.key === place.key;
  if (isOntoItself && !replacesMetadata && !request.headers.has("x-amz-server-side-encryption")) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.";
    throw new S3Error("InvalidRequest", message);
  }
  const { headers, metadata } = replacesMetadata ? sent : source.attributes;
  const replacesTags = isReplaced(request, "x-amz-tagging-directive");
  return { headers, metadata, tags: replacesTags ? sent.tags : copiedTags(context, place, source) };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html has the rights to carry tags over. */
function copiedTags(context: Context, place: Place, { attributes }: StoredObject): ObjectAttributes["tags"] {
  const { tags } = attributes;
  if (Object.keys(tags).length === 0) return tags;
  requireRight(context, "GetObjectTagging", place);
  requireRight(context, "PutObjectTagging", { ...context.request, versionId: undefined });
  return tags;
}

function isReplaced({ headers }: S3Request, directive: string): boolean {
  const value = headers.get(directive) ?? "COPY";
  if (value !== "COPY" && value !== "REPLACE") throw new S3Error("InvalidArgument", `Unknown ${directive}.`);
  return value === "REPLACE";
}
