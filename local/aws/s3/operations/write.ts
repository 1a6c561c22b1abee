import type { Answer } from "../../endpoint/answer.ts";
import { notImplemented, S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import { type ParsedXml, parseXml } from "../../endpoint/xml.ts";
import { readAttributes } from "../attributes.ts";
import { receiveBody, receiveText } from "../body.ts";
import { checksumHeader, findChecksum } from "../checksums.ts";
import { checkMatch, type WriteCondition, writeCondition } from "../conditions.ts";
import { type Context, xmlAnswer } from "../operation.ts";
import type { StoredObject } from "../storage/schema.ts";

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
  return { status: 200, headers: writtenHeaders(stored) };
}

export function requireLength({ headers }: S3Request): void {
  if (!headers.has("content-length") && !headers.has("x-amz-decoded-content-length")) {
    throw new S3Error("MissingContentLength");
  }
}

export function writtenHeaders({ etag, checksum, attributes }: StoredObject): Record<string, string> {
  const encryption = attributes.headers["x-amz-server-side-encryption"];
  return {
    etag: `"${etag}"`,
    ...(encryption === undefined ? {} : { "x-amz-server-side-encryption": encryption }),
    ...(checksum && {
      [checksumHeader(checksum.algorithm)]: checksum.value,
      "x-amz-checksum-type": checksum.type,
    }),
  };
}

export async function deleteObject({ request, storage }: Context): Promise<Answer> {
  const condition = deleteCondition(request.headers.get("if-match"));
  const [failure] = await storage.delete(request.bucket, [{ key: request.key, condition }]);
  if (failure !== undefined) throw failure;
  return { status: 204 };
}

function deleteCondition(ifMatch: string | undefined): WriteCondition {
  return (current) => {
    if (ifMatch !== undefined) checkMatch(ifMatch, current);
  };
}

export async function deleteObjects({ request, identity, storage }: Context): Promise<Answer> {
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
  const failures = await storage.delete(request.bucket, objects);
  const results = objects.map(({ key }, index) => ({ key, failure: failures[index] }));
  const isQuiet = document.text("Quiet") === "true";
  return xmlAnswer("DeleteResult", {
    Deleted: results
      .filter(({ failure }) => failure === undefined && !isQuiet)
      .map(({ key }) => ({ Key: key })),
    Error: results.flatMap(({ key, failure }) =>
      failure === undefined ? [] : [{ Key: key, Code: failure.code, Message: failure.message }],
    ),
  });
}

function readDeletedObject(element: ParsedXml): { key: string; condition: WriteCondition } {
  for (const name of ["VersionId", "LastModifiedTime", "Size"]) {
    if (element.text(name) !== undefined) throw notImplemented(`${name} in DeleteObjects`);
  }
  const key = element.text("Key");
  if (key === undefined || key === "") throw new S3Error("MalformedXML");
  return { key, condition: deleteCondition(element.text("ETag")) };
}
