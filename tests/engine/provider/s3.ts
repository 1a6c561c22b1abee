import { type Account, accountId, type ResourceType, type Stored } from "./account.ts";
import { mayUseKey } from "./kms.ts";
import type { Properties } from "./protocol.ts";
import { findQueue, mayBeSentTo } from "./sqs.ts";

const bucketType = "aws:s3/bucket:Bucket";

/** S3's buckets and their configurations. */
export const s3Types: Record<string, ResourceType> = {
  [bucketType]: {
    identify: ({ bucket }, { region }) => {
      const bucketRegionalDomainName = `${bucket}.s3.${region}.amazonaws.com`;
      return { id: String(bucket), bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegionalDomainName };
    },
    accept: ({ bucket }, account, existing) => {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(String(bucket))) {
        throw new Error(`InvalidBucketName: The specified bucket is not valid: ${bucket}`);
      }
      if (existing === undefined && account.find(bucketType, String(bucket)) !== undefined) {
        throw new Error(`BucketAlreadyOwnedByYou: the bucket ${bucket} exists already`);
      }
    },
    release: ({ id, inputs }, account) => {
      const objects = account.objects.get(id) ?? [];
      if (objects.length > 0 && inputs.forceDestroy !== true) {
        throw new Error(
          `deleting S3 Bucket (${id}): BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.`,
        );
      }
      account.objects.delete(id);
    },
  },
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket(),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket(),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket(),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket(changeAccess),
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket(changeAccess),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket(acceptLifecycle),
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ofBucket(),
  "aws:s3/bucketNotification:BucketNotification": ofBucket(acceptDestinations),
};

/** A configuration of which a bucket has exactly one. */
function ofBucket(accept?: NonNullable<ResourceType["accept"]>): ResourceType {
  return {
    identify: ({ bucket }) => ({ id: String(bucket) }),
    accept: async (inputs, account, existing) => {
      const { bucket } = inputs;
      if (account.find(bucketType, String(bucket)) === undefined) {
        throw new Error(`NoSuchBucket: The specified bucket does not exist: ${bucket}`);
      }
      await accept?.(inputs, account, existing);
    },
  };
}

/** S3 changes a bucket's policy and its public access block one at a time. */
function changeAccess({ bucket }: Properties, account: Account): Promise<void> {
  return account.changeAlone(
    `access to ${bucket}`,
    "OperationAborted: A conflicting conditional operation is currently in progress against this resource. Please try again.",
  );
}

function acceptLifecycle({ bucket, rules }: Properties): void {
  const ids = (rules as { id?: string }[]).map(({ id }) => id);
  if (new Set(ids).size < ids.length) {
    throw new Error(`InvalidArgument: Rule ID must be unique, in the lifecycle of ${bucket}`);
  }
  for (const rule of rules as LifecycleRule[]) acceptRule(rule);
}

interface LifecycleRule {
  filter?: { prefix?: string; tag?: object; and?: { prefix?: string; tags?: object } };
  expiration?: { days?: number; date?: string; expiredObjectDeleteMarker?: boolean };
  abortIncompleteMultipartUpload?: object;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html, and lifecycle-configuration-examples.html */
function acceptRule({ filter = {}, expiration = {}, abortIncompleteMultipartUpload }: LifecycleRule): void {
  const { days, date, expiredObjectDeleteMarker } = expiration;
  const isTagged = filter.tag !== undefined || filter.and?.tags !== undefined;
  const isWrong =
    Object.keys(filter).length > 1 ||
    (expiredObjectDeleteMarker !== undefined && (days !== undefined || date !== undefined || isTagged)) ||
    (abortIncompleteMultipartUpload !== undefined && isTagged);
  if (isWrong) throw new Error("MalformedXML: The XML you provided was not well-formed");
}

/** S3 checks its right to send to every destination. */
function acceptDestinations(inputs: Properties, account: Account): void {
  const bucket = String(inputs.bucket);
  const functions = (inputs.lambdaFunctions ?? []) as { lambdaFunctionArn: string }[];
  const queues = (inputs.queues ?? []) as { queueArn: string }[];
  const areReachable = [
    ...functions.map(({ lambdaFunctionArn }) => mayCall(account, bucket, lambdaFunctionArn)),
    ...queues.map(({ queueArn }) => maySend(account, bucket, queueArn)),
  ];
  if (!areReachable.every(Boolean)) {
    throw new Error(
      `putting S3 Bucket (${bucket}) Notification: InvalidArgument: Unable to validate the following destination configurations`,
    );
  }
}

function mayCall(account: Account, bucket: string, functionArn: string): boolean {
  const permissions = account.list("aws:lambda/permission:Permission");
  return permissions.some((permission) => permits(permission, bucket, functionArn));
}

/** Checks the queue's policy, and the policy of its key. */
function maySend(account: Account, bucket: string, queueArn: string): boolean {
  const queue = findQueue(account, queueArn);
  if (queue === undefined) return false;
  const key = queue.inputs.kmsMasterKeyId;
  const mayEncrypt = key === undefined || mayUseKey(account, key, "s3.amazonaws.com", "kms:GenerateDataKey");
  return mayEncrypt && mayBeSentTo(account, queue, "s3.amazonaws.com", `arn:aws:s3:::${bucket}`);
}

function permits({ inputs, region }: Stored, bucket: string, functionArn: string): boolean {
  const { principal, sourceArn, sourceAccount = accountId } = inputs;
  return (
    principal === "s3.amazonaws.com" &&
    sourceArn === `arn:aws:s3:::${bucket}` &&
    sourceAccount === accountId &&
    functionArn === `arn:aws:lambda:${region}:${accountId}:function:${inputs.function}`
  );
}
