import { notImplemented } from "../endpoint/errors.ts";
import type { S3Request } from "../endpoint/request.ts";
import type { Operation } from "./operation.ts";
import { getBucketLocation, headBucket, listBuckets } from "./operations/buckets.ts";
import { completeMultipartUpload } from "./operations/complete.ts";
import { copyObject, uploadPartCopy } from "./operations/copy.ts";
import { listObjectsV1, listObjectsV2 } from "./operations/listing.ts";
import { abortMultipartUpload, createMultipartUpload, uploadPart } from "./operations/multipart.ts";
import { getObject, headObject } from "./operations/read.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./operations/tagging.ts";
import { listMultipartUploads, listParts } from "./operations/uploads.ts";
import { getBucketVersioning, listObjectVersions } from "./operations/versions.ts";
import { deleteObject, deleteObjects, putObject } from "./operations/write.ts";

type Level = "service" | "bucket" | "object";

interface Route {
  on: Level;
  method: string;
  query?: string;
  header?: string;
  operation: Operation | string;
  /** The right to do it; an operation without one checks each of its keys. */
  right?: string;
}

/** The first row applies whose method fits and whose query parameter and header are present. */
const routes: Route[] = [
  { on: "service", method: "GET", operation: listBuckets, right: "ListAllMyBuckets" },

  {
    on: "bucket",
    method: "GET",
    query: "location",
    operation: getBucketLocation,
    right: "GetBucketLocation",
  },
  {
    on: "bucket",
    method: "GET",
    query: "uploads",
    operation: listMultipartUploads,
    right: "ListBucketMultipartUploads",
  },
  {
    on: "bucket",
    method: "GET",
    query: "versioning",
    operation: getBucketVersioning,
    right: "GetBucketVersioning",
  },
  {
    on: "bucket",
    method: "GET",
    query: "versions",
    operation: listObjectVersions,
    right: "ListBucketVersions",
  },
  { on: "bucket", method: "GET", query: "list-type", operation: listObjectsV2, right: "ListBucket" },
  { on: "bucket", method: "GET", operation: listObjectsV1, right: "ListBucket" },
  { on: "bucket", method: "HEAD", operation: headBucket, right: "ListBucket" },
  { on: "bucket", method: "POST", query: "delete", operation: deleteObjects },
  { on: "bucket", method: "POST", operation: "PostObject" },
  { on: "bucket", method: "PUT", operation: "CreateBucket" },
  { on: "bucket", method: "DELETE", operation: "DeleteBucket" },

  { on: "object", method: "GET", query: "uploadId", operation: listParts, right: "ListMultipartUploadParts" },
  { on: "object", method: "GET", query: "tagging", operation: getObjectTagging, right: "GetObjectTagging" },
  { on: "object", method: "GET", query: "partNumber", operation: "GetObjectPart" },
  { on: "object", method: "GET", operation: getObject, right: "GetObject" },
  { on: "object", method: "HEAD", query: "partNumber", operation: "HeadObjectPart" },
  { on: "object", method: "HEAD", operation: headObject, right: "GetObject" },
  { on: "object", method: "POST", query: "uploads", operation: createMultipartUpload, right: "PutObject" },
  { on: "object", method: "POST", query: "uploadId", operation: completeMultipartUpload, right: "PutObject" },
  {
    on: "object",
    method: "PUT",
    query: "partNumber",
    header: "x-amz-copy-source",
    operation: uploadPartCopy,
    right: "PutObject",
  },
  { on: "object", method: "PUT", query: "partNumber", operation: uploadPart, right: "PutObject" },
  { on: "object", method: "PUT", query: "tagging", operation: putObjectTagging, right: "PutObjectTagging" },
  { on: "object", method: "PUT", header: "x-amz-copy-source", operation: copyObject, right: "PutObject" },
  { on: "object", method: "PUT", operation: putObject, right: "PutObject" },
  {
    on: "object",
    method: "DELETE",
    query: "uploadId",
    operation: abortMultipartUpload,
    right: "AbortMultipartUpload",
  },
  {
    on: "object",
    method: "DELETE",
    query: "tagging",
    operation: deleteObjectTagging,
    right: "DeleteObjectTagging",
  },
  { on: "object", method: "DELETE", operation: deleteObject, right: "DeleteObject" },
];

/** Operations of S3 by their query parameter. They are refused by name, because ignoring the parameter would do something else. */
const unimplemented: Record<Level, Record<string, string>> = {
  service: {},
  bucket: {
    accelerate: "BucketAccelerateConfiguration",
    acl: "BucketAcl",
    analytics: "BucketAnalyticsConfiguration",
    cors: "BucketCors",
    encryption: "BucketEncryption",
    "intelligent-tiering": "BucketIntelligentTieringConfiguration",
    inventory: "BucketInventoryConfiguration",
    lifecycle: "BucketLifecycleConfiguration",
    logging: "BucketLogging",
    metrics: "BucketMetricsConfiguration",
    notification: "BucketNotificationConfiguration",
    "object-lock": "ObjectLockConfiguration",
    ownershipControls: "BucketOwnershipControls",
    policy: "BucketPolicy",
    policyStatus: "BucketPolicyStatus",
    publicAccessBlock: "PublicAccessBlock",
    replication: "BucketReplication",
    requestPayment: "BucketRequestPayment",
    session: "Session",
    tagging: "BucketTagging",
    versioning: "BucketVersioning",
    website: "BucketWebsite",
  },
  object: {
    acl: "ObjectAcl",
    attributes: "ObjectAttributes",
    "legal-hold": "ObjectLegalHold",
    restore: "RestoreObject",
    retention: "ObjectRetention",
    select: "SelectObjectContent",
    torrent: "ObjectTorrent",
  },
};

const verbs: Record<string, string> = { GET: "Get", HEAD: "Head", PUT: "Put", DELETE: "Delete" };

/** @throws {S3Error} NotImplemented, with the operation's name in the message. */
export function findOperation(request: S3Request): { operation: Operation; right: string | undefined } {
  const level = request.key !== "" ? "object" : request.bucket !== "" ? "bucket" : "service";
  const route = routes.find(
    ({ on, method, query, header }) =>
      on === level &&
      method === request.method &&
      (query === undefined || request.query.has(query)) &&
      (header === undefined || request.headers.has(header)),
  );
  for (const [parameter, name] of Object.entries(unimplemented[level])) {
    if (request.query.has(parameter) && route?.query !== parameter) {
      throw notImplemented((verbs[request.method] ?? "") + name);
    }
  }
  if (route === undefined) throw notImplemented(`${request.method} on this level (${level})`);
  const { operation, right } = route;
  if (typeof operation === "string") throw notImplemented(operation);
  return { operation, right };
}
