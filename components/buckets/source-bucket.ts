import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { markStatements } from "../policies/resource-policies.ts";
import { marksSources } from "../settings/function-settings.ts";
import { createLifecycle, sourceRules } from "./lifecycle.ts";
import { createPrivateBucket, type Statements } from "./private-bucket.ts";

export interface SourceBucket {
  bucket: pulumi.Output<string>;
  arn: pulumi.Output<string>;
  /** The resource, if the pipeline makes the bucket. */
  made: aws.s3.Bucket | undefined;
}

/** Creates a private bucket with versions to restore, open to uploads from the pages of `uploadOrigins`. */
export function createSourceBucket(
  name: string,
  options: Options,
  role: aws.iam.Role,
  parent: pulumi.Resource,
): SourceBucket {
  const made = createPrivateBucket(name, options, markers(options, role), parent);
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket: made.bucket, versioningConfiguration: { status: "Enabled" } },
    { parent: made },
  );
  createLifecycle(name, made, sourceRules(options), [versioning]);
  if (options.uploadOrigins.length > 0) createCors(name, options.uploadOrigins, made);
  return { bucket: made.bucket, arn: made.arn, made };
}

/** Lets the function alone set the mark by which lifecycle rules delete. Without such a rule it sets none. */
function markers(options: Options, role: aws.iam.Role): Statements | undefined {
  if (!marksSources(options)) return undefined;
  return (arn) => pulumi.all([arn, role.arn]).apply(([bucket, marker]) => markStatements(bucket, [marker]));
}

/** Lets a page upload by presigned URL, whole or in parts, and read its uploads. */
function createCors(name: string, allowedOrigins: string[], bucket: aws.s3.Bucket): void {
  new aws.s3.BucketCorsConfiguration(
    `${name}-cors`,
    {
      bucket: bucket.bucket,
      corsRules: [
        {
          allowedOrigins,
          allowedMethods: ["PUT", "POST", "GET", "HEAD"],
          allowedHeaders: ["cache-control", "content-*", "if-match", "if-none-match", "range", "x-amz-*"],
          // Without it a page cannot complete an upload in parts.
          exposeHeaders: ["ETag"],
          maxAgeSeconds: 3600,
        },
      ],
    },
    { parent: bucket },
  );
}
