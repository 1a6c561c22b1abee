import type { Answer } from "../../endpoint/answer.ts";
import { S3Error } from "../../endpoint/errors.ts";
import type { S3Request } from "../../endpoint/request.ts";
import { absent, type Context } from "../operation.ts";
import { type DeleteMarker, isMarker, type ObjectVersion, type StoredObject } from "../storage/schema.ts";
import type { Storage } from "../storage/storage.ts";

export interface Place {
  bucket: string;
  key: string;
  /** Without it the current object is meant. */
  versionId: string | undefined;
}

/** Returns the object or the version in a request's address. */
export function readPlace({ bucket, key, query }: S3Request): Place {
  return { bucket, key, versionId: checkVersionId(query.get("versionId")) };
}

export function checkVersionId(versionId: string | undefined): string | undefined {
  if (versionId === "") throw new S3Error("InvalidArgument", "Version id cannot be the empty string");
  if (versionId !== undefined && !/^(?:null|[0-9a-f-]{36})$/.test(versionId))
    throw new S3Error("InvalidArgument", "Invalid version id specified");
  return versionId;
}

/** Returns the error for a delete marker, which a request names or comes upon as the newest version. */
export type OnMarker = (context: Context, marker: DeleteMarker, isNamed: boolean) => S3Error;

/** @throws {S3Error} When there is no object, or a delete marker. */
export function findObject(
  context: Context,
  { bucket, key, versionId }: Place,
  onMarker: OnMarker = unreadable,
): StoredObject {
  const found = context.storage.findVersion(bucket, key, versionId);
  if (found === undefined) {
    if (versionId === undefined) throw absent(context, bucket);
    throw new S3Error("NoSuchVersion", undefined, { Key: key, VersionId: versionId });
  }
  if (isMarker(found)) throw onMarker(context, found, versionId !== undefined);
  return found;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
function unreadable(context: Context, marker: DeleteMarker, isNamed: boolean): S3Error {
  return isNamed ? notAllowed(context, marker, isNamed) : gone(context, marker);
}

/** Returns the error for a key whose object is deleted: the marker is told to whoever may list. */
export function gone(context: Context, marker: DeleteMarker): S3Error {
  const { code } = absent(context, marker.bucket);
  return new S3Error(code, undefined, {}, code === "NoSuchKey" ? markerHeaders(context, marker) : {});
}

/** S3 describes the marker only to whoever names it. */
export const notAllowed: OnMarker = (context, marker, isNamed) => {
  const details = { Method: context.request.method, ResourceType: "DeleteMarker" };
  const described = {
    ...markerHeaders(context, marker),
    "last-modified": marker.lastModified.toUTCString(),
  };
  return new S3Error("MethodNotAllowed", undefined, details, {
    allow: "DELETE",
    ...(isNamed ? described : {}),
  });
};

function markerHeaders({ storage }: Context, marker: DeleteMarker): Record<string, string> {
  return { "x-amz-delete-marker": "true", ...versionHeaders(storage, marker) };
}

export function versionHeaders(storage: Storage, version: ObjectVersion): Record<string, string> {
  return asHeader("x-amz-version-id", storage.versionId(version));
}

export function asHeader(name: string, value: string | undefined): NonNullable<Answer["headers"]> {
  return value === undefined ? {} : { [name]: value };
}
