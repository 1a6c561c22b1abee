import { S3Error } from "../endpoint/errors.ts";
import type { Context } from "./operation.ts";
import { type Place, readPlace } from "./operations/version.ts";

/**
 * The rights that operations need, with the name that the same right has for a version.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const versionRights: Record<string, string> = {
  GetObject: "GetObjectVersion",
  GetObjectTagging: "GetObjectVersionTagging",
  PutObjectTagging: "PutObjectVersionTagging",
  DeleteObject: "DeleteObjectVersion",
  DeleteObjectTagging: "DeleteObjectVersionTagging",
};

type Caller = Pick<Context, "identity">;

export function mayDo({ identity }: Caller, right: string, { bucket, key, versionId }: Place): boolean {
  const name = versionId === undefined ? right : (versionRights[right] ?? right);
  return identity.credential.mayCall(`s3:${name}`, `arn:aws:s3:::${bucket}/${key}`);
}

/** @throws {S3Error} AccessDenied, with the missing right in its message. */
export function requireRight(caller: Caller, right: string, place: Place): void {
  if (mayDo(caller, right, place)) return;
  throw denied(place.versionId === undefined ? right : (versionRights[right] ?? right));
}

/** Checks the rights of a request on its own bucket or object, for its operation and for its headers. */
export function checkRights(context: Context, right: string): void {
  const { request, identity } = context;
  const { bucket, key, method, headers, query } = request;
  if (key === "") {
    const arn = bucket === "" ? "*" : `arn:aws:s3:::${bucket}`;
    if (!identity.credential.mayCall(`s3:${right}`, arn)) throw denied(right);
    return;
  }
  if (query.has("versionId") && versionRights[right] === undefined)
    throw new S3Error("InvalidArgument", "This operation does not accept a version-id.");
  const place = readPlace(request);
  requireRight(context, right, place);
  if (headers.get("x-amz-tagging")) requireRight(context, "PutObjectTagging", place);
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
  if (headers.has("if-match") && method !== "GET" && method !== "HEAD")
    requireRight(context, "GetObject", { ...place, versionId: undefined });
}

function denied(right: string): S3Error {
  return new S3Error("AccessDenied", `Access Denied: no policy of the caller allows s3:${right}`);
}
