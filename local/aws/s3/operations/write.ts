import type { Answer } from "../../endpoint/answer.ts";
import { notImplemented, S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import { type ParsedXml, parseXml, type XmlElement } from "../../endpoint/xml.ts";
import { readAttributes } from "../attributes.ts";
import { receiveBody, receiveText } from "../body.ts";
import { checksumHeader, findChecksum } from "../checksums.ts";
import { checkMatch, type WriteCondition, writeCondition } from "../conditions.ts";
import { type Context, xmlAnswer } from "../operation.ts";
import { requireRight } from "../rights.ts";
import type { Deletion } from "../storage/object-rows.ts";
import type { StoredObject } from "../storage/schema.ts";
import type { DeletedKey, Storage } from "../storage/storage.ts";
import { asHeader, checkVersionId, readPlace, versionHeaders } from "./version.ts";

const maxDeleteBytes = 8 * 1024 ** 2;
const maxDeletedKeys = 1000;

export async function putObject({ request, identity, storage }: Context): Promise<Answer> {
  requireLength(request);
  const { bucket, key } = request;
  const object = {
    bucket,
    key,
    attributes: readAttributes(request),
    condition: writeCondition(request.headers),
    eventName: "ObjectCreated:Put" as const,
  };
  const stored = await storage.put(object, (write) => receiveBody(request, identity, write));
  return { status: 200, headers: writtenHeaders(storage, stored) };
}

export function requireLength({ headers }: S3Request): void {
  if (!headers.has("content-length") && !headers.has("x-amz-decoded-content-length")) {
    throw new S3Error("MissingContentLength");
  }
}

export function writtenHeaders(storage: Storage, stored: StoredObject): Record<string, string> {
  const { etag, checksum, attributes } = stored;
  const encryption = attributes.headers["x-amz-server-side-encryption"];
  return {
    etag: `"${etag}"`,
    ...versionHeaders(storage, stored),
    ...(encryption === undefined ? {} : { "x-amz-server-side-encryption": encryption }),
    ...(checksum && {
      [checksumHeader(checksum.algorithm)]: checksum.value,
      "x-amz-checksum-type": checksum.type,
    }),
  };
}

export async function deleteObject({ request, storage }: Context): Promise<Answer> {
  const { bucket, key, versionId } = readPlace(request);
  const condition = deleteCondition(request.headers.get("if-match"));
  const [result] = await storage.delete(bucket, [{ key, versionId, condition }]);
  if (result instanceof S3Error) throw result;
  return {
    status: 204,
    headers: {
      ...asHeader("x-amz-version-id", result?.versionId),
      ...(result?.isMarker ? { "x-amz-delete-marker": "true" } : {}),
    },
  };
}

function deleteCondition(ifMatch: string | undefined): WriteCondition {
  return (current) => {
    if (ifMatch !== undefined) checkMatch(ifMatch, current);
  };
}

export async function deleteObjects(context: Context): Promise<Answer> {
  const { request, identity } = context;
  if (
    !request.headers.has("content-md5") &&
    findChecksum(request.headers) === undefined &&
    !request.headers.has("x-amz-trailer")
  ) {
    throw new S3Error(
      "InvalidRequest",
      "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
    );
  }
  const document = parseXml(await receiveText(request, identity, maxDeleteBytes), "Delete");
  const objects = document.children("Object").map(readDeletedObject);
  if (objects.length < 1 || objects.length > maxDeletedKeys) throw new S3Error("MalformedXML");
  const results = await context.storage.delete(
    request.bucket,
    objects.map((object) => withRight(context, object)),
  );
  const isQuiet = document.text("Quiet") === "true";
  const [deleted, errors]: XmlElement[][] = [[], []];
  objects.forEach((object, index) => {
    const result = results[index];
    if (result instanceof S3Error) errors?.push(failedElement(object, result));
    else if (result !== undefined && !isQuiet) deleted?.push(deletedElement(object, result));
  });
  return xmlAnswer("DeleteResult", { Deleted: deleted, Error: errors });
}

/** Adds the caller's right to delete to the conditions: each key is refused on its own. */
function withRight(context: Context, { condition, ...deleted }: DeletedKey): DeletedKey {
  const { bucket } = context.request;
  return {
    ...deleted,
    condition: (current) => {
      requireRight(context, "DeleteObject", { bucket, ...deleted });
      condition(current);
    },
  };
}

function failedElement({ key, versionId }: DeletedKey, { code, message }: S3Error): XmlElement {
  return { Key: key, VersionId: versionId, Code: code, Message: message };
}

function deletedElement({ key, versionId }: DeletedKey, deletion: Deletion): XmlElement {
  const marker = { DeleteMarker: true, DeleteMarkerVersionId: deletion.versionId };
  return { Key: key, VersionId: versionId, ...(deletion.isMarker ? marker : {}) };
}

function readDeletedObject(element: ParsedXml): DeletedKey {
  for (const name of ["LastModifiedTime", "Size"]) {
    if (element.text(name) !== undefined) throw notImplemented(`${name} in DeleteObjects`);
  }
  const key = element.text("Key");
  if (key === undefined || key === "") throw new S3Error("MalformedXML");
  const versionId = checkVersionId(element.text("VersionId"));
  return { key, versionId, condition: deleteCondition(element.text("ETag")) };
}
