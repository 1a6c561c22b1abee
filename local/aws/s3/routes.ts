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
import { deleteObject, deleteObjects, putObject } from "./operations/write.ts";

type Level = "service" | "bucket" | "object";

/** The first row applies whose method fits and whose query parameter and header are present. */
const routes: {
  on: Level;
  method: string;
  query?: string;
  header?: string;
  operation: Operation | string;
}[] = [
  { on: "service", method: "GET", operation: listBuckets },

  { on: "bucket", method: "GET", query: "location", operation: getBucketLocation },
  { on: "bucket", method: "GET", query: "uploads", operation: listMultipartUploads },
  { on: "bucket", method: "GET", query: "list-type", operation: listObjectsV2 },
  { on: "bucket", method: "GET", operation: listObjectsV1 },
  { on: "bucket", method: "HEAD", operation: headBucket },
  { on: "bucket", method: "POST", query: "delete", operation: deleteObjects },
  { on: "bucket", method: "POST", operation: "PostObject" },
  { on: "bucket", method: "PUT", operation: "CreateBucket" },
  { on: "bucket", method: "DELETE", operation: "DeleteBucket" },

  { on: "object", method: "GET", query: "uploadId", operation: listParts },
  { on: "object", method: "GET", query: "tagging", operation: getObjectTagging },
  { on: "object", method: "GET", query: "partNumber", operation: "GetObjectPart" },
  { on: "object", method: "GET", operation: getObject },
  { on: "object", method: "HEAD", query: "partNumber", operation: "HeadObjectPart" },
  { on: "object", method: "HEAD", operation: headObject },
  { on: "object", method: "POST", query: "uploads", operation: createMultipartUpload },
  { on: "object", method: "POST", query: "uploadId", operation: completeMultipartUpload },
  {
    on: "object",
    method: "PUT",
    query: "partNumber",
    header: "x-amz-copy-source",
    operation: uploadPartCopy,
  },
  { on: "object", method: "PUT", query: "partNumber", operation: uploadPart },
  { on: "object", method: "PUT", query: "tagging", operation: putObjectTagging },
  { on: "object", method: "PUT", header: "x-amz-copy-source", operation: copyObject },
  { on: "object", method: "PUT", operation: putObject },
  { on: "object", method: "DELETE", query: "uploadId", operation: abortMultipartUpload },
  { on: "object", method: "DELETE", query: "tagging", operation: deleteObjectTagging },
  { on: "object", method: "DELETE", operation: deleteObject },
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
    versions: "ObjectVersions",
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
export function findOperation(request: S3Request): Operation {
  const level = request.key !== "" ? "object" : request.bucket !== "" ? "bucket" : "service";
  for (const [parameter, name] of Object.entries(unimplemented[level])) {
    if (request.query.has(parameter)) {
      throw notImplemented((verbs[request.method] ?? "") + name);
    }
  }
  const route = routes.find(
    ({ on, method, query, header }) =>
      on === level &&
      method === request.method &&
      (query === undefined || request.query.has(query)) &&
      (header === undefined || request.headers.has(header)),
  );
  if (route === undefined) throw notImplemented(`${request.method} on this level (${level})`);
  if (typeof route.operation === "string") throw notImplemented(route.operation);
  return route.operation;
}
