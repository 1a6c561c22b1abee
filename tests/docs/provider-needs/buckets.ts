import { existing } from "../../engine/option-changes.ts";
import type { Registered } from "../../helpers/graph/graph.ts";
import { all, type Need, named } from "./needs.ts";

const bucket = ({ name, inputs }: Registered) =>
  `arn:aws:s3:::${inputs.bucket === existing.bucket ? existing.bucket : named(inputs.bucket ?? name.toLowerCase())}`;

/** The provider reads every setting of a bucket, including unset ones. */
export const needsOfBuckets: Record<string, Need[]> = {
  "aws:s3/bucket:Bucket": [
    {
      on: bucket,
      actions: [
        ...all("s3", "CreateBucket DeleteBucket ListBucket GetBucketTagging PutBucketTagging"),
        ...all("s3", "ListTagsForResource TagResource UntagResource GetBucketVersioning GetBucketPolicy"),
        ...all("s3", "GetEncryptionConfiguration GetLifecycleConfiguration GetAccelerateConfiguration"),
        ...all("s3", "GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration"),
        ...all("s3", "GetBucketRequestPayment GetBucketWebsite GetReplicationConfiguration"),
      ],
    },
  ],
  "aws:s3/bucketVersioning:BucketVersioning": [
    { on: bucket, actions: all("s3", "GetBucketVersioning PutBucketVersioning") },
  ],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": [
    { on: bucket, actions: all("s3", "GetBucketOwnershipControls PutBucketOwnershipControls") },
  ],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    { on: bucket, actions: all("s3", "GetEncryptionConfiguration PutEncryptionConfiguration") },
  ],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": [
    { on: bucket, actions: all("s3", "GetBucketPublicAccessBlock PutBucketPublicAccessBlock") },
  ],
  "aws:s3/bucketPolicy:BucketPolicy": [
    { on: bucket, actions: all("s3", "GetBucketPolicy PutBucketPolicy DeleteBucketPolicy") },
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
    { on: bucket, actions: all("s3", "GetLifecycleConfiguration PutLifecycleConfiguration") },
  ],
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": [
    { on: bucket, actions: all("s3", "GetBucketCORS PutBucketCORS") },
  ],
  "aws:s3/bucketNotification:BucketNotification": [
    { on: bucket, actions: all("s3", "GetBucketNotification PutBucketNotification") },
  ],
};
