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
  return versionId;
}

/** @throws {S3Error} When there is no object, or a delete marker. */
export function findObject(context: Context, { bucket, key, versionId }: Place): StoredObject {
  const found = context.storage.findVersion(bucket, key, versionId);
  if (found === undefined) {
    if (versionId === undefined) throw absent(context, bucket);
    throw new S3Error("NoSuchVersion", undefined, { Key: key, VersionId: versionId });
  }
  if (isMarker(found)) throw deleted(context, found, versionId !== undefined);
  return found;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
function deleted(context: Context, marker: DeleteMarker, isNamed: boolean): S3Error {
  const headers = { "x-amz-delete-marker": "true", ...versionHeaders(context.storage, marker) };
  if (!isNamed) {
    const { code } = absent(context, marker.bucket);
    return new S3Error(code, undefined, {}, code === "NoSuchKey" ? headers : {});
  }
  const { method } = context.request;
  return new S3Error(
    "MethodNotAllowed",
    undefined,
    { Method: method, ResourceType: "DeleteMarker" },
    { ...headers, allow: "DELETE", "last-modified": marker.lastModified.toUTCString() },
  );
}

export function versionHeaders(storage: Storage, version: ObjectVersion): Record<string, string> {
  return asHeader("x-amz-version-id", storage.versionId(version));
}

export function asHeader(name: string, value: string | undefined): NonNullable<Answer["headers"]> {
  return value === undefined ? {} : { [name]: value };
}
