import type * as pulumi from "@pulumi/pulumi";
import type { Effort, Format, KeptMetadata, OutputNaming } from "../../contract/settings.ts";
import type { Rendition, WebRendition } from "./rendition-options.ts";

/** Processors for the function. */
export const Architecture = { arm64: "arm64", x86_64: "x86_64" } as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** Ways for events from the source bucket to the function. */
export const Ingestion = { direct: "direct", queue: "queue", eventbridge: "eventbridge" } as const;
export type Ingestion = (typeof Ingestion)[keyof typeof Ingestion];

/**
 * Options of an `ImageCompressionPipeline`, all of them optional. A plain value decides what exists; a `pulumi.Input` may
 * be an output of another resource.
 */
// The first paragraph of each comment, its example and its default are also in docs/options.md and Pulumi.yaml: `npm run docs`.
export interface ImageCompressionPipelineArgs {
  /**
   * Quality of lossy outputs: an integer from 1 (smallest file) to 100. PNG outputs are lossless and ignore it.
   *
   * @default 80
   */
  quality?: number;

  /**
   * Share of each side of the source to keep: a number above 0 and at most 1. 0.5 quarters the pixels.
   *
   * @default 1
   */
  scale?: number;

  /**
   * The most pixels on the longer side of an output: an integer from 1 to 16,383. It applies after `scale`, and
   * nothing is ever enlarged.
   *
   * Without it only WebP's own limit of 16,383 holds.
   *
   * @default none
   */
  maxDimension?: number;

  /**
   * File format of outputs: `jpeg` (progressive except with the effort `fast`), `webp`, `avif` or `png`.
   *
   * @default "jpeg"
   */
  format?: Format;

  /**
   * The colour under transparent parts of the source, as `#rrggbb`. Only JPEG outputs need it: the other formats stay
   * transparent.
   *
   * @default "#ffffff"
   */
  background?: string;

  /**
   * Metadata of the source kept in outputs: `strip` keeps nothing, `copyright` who made it and who owns it (artist,
   * copyright notice, credit), `keep` all but the GPS position, `keepWithGps` all.
   *
   * Orientation and colour profile are applied to the pixels in any case: outputs are upright and sRGB.
   *
   * @default "strip"
   */
  metadata?: KeptMetadata;

  /**
   * Time the encoder takes to save bytes: `fast`, `balanced` or `smallest`, measured in `docs/effort.md`.
   *
   * @default "balanced"
   */
  effort?: Effort;

  /**
   * The beginning of outputs' keys: `uploads/a.png` → `<outputPrefix>uploads/a.jpg`. Up to 256 of the characters of
   * `uploadPrefix`, not beginning with `/`.
   *
   * @default "", nothing
   */
  outputPrefix?: string;

  /**
   * Text before the extension of outputs' keys: `a.png` → `a<outputSuffix>.jpg`. Up to 256 of the characters of
   * `uploadPrefix`.
   *
   * @default "", nothing
   */
  outputSuffix?: string;

  /**
   * S3 tags of every output: a map of up to 10.
   *
   * Keys have 1 to 128 and values up to 256 letters, digits, spaces and `_.:/=+-@`; no key begins with `aws:`. Values
   * may be outputs of other resources. With any tag, the function's role may tag outputs.
   *
   * @example { "team": "web" }
   * @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
   */
  objectTags?: Record<string, pulumi.Input<string>>;

  /**
   * The header `Cache-Control` of every output, such as `public, max-age=86400`: 1 to 256 printable ASCII characters,
   * with no space at either end.
   *
   * @default none
   */
  cacheControl?: string;

  /**
   * Further outputs of each source in the output bucket: a list of up to 10, each with a `name` and its differences
   * from the pipeline's own `quality`, `scale`, `maxDimension`, `format`, `background`, `metadata`, `effort`,
   * `outputPrefix`, `objectTags` and `cacheControl`; its `outputSuffix` is `-<name>` unless set: `a.png` →
   * `a-thumbnail.jpg`.
   *
   * All outputs of a source come from one decode of it. Two renditions which could write one key are refused. A
   * rendition given as an output of another resource is refused as well: the number of renditions must be known before
   * anything exists.
   *
   * @example [{ "name": "thumbnail", "maxDimension": 256 }]
   * @default [], none
   */
  renditions?: pulumi.Input<Rendition>[];

  /**
   * One more output of each source, in a third bucket of its own: a map of the differences from the pipeline's own
   * options, with the fields of a rendition without `name`.
   *
   * It is made from the source, not from the output in the output bucket, whose losses it would add to its own. Without
   * it there is no third bucket; removing it deletes the bucket, which is refused while it holds objects.
   *
   * @example { "format": "webp", "quality": 40, "maxDimension": 1280 }
   * @default none
   */
  web?: WebRendition;

  /**
   * Only keys of the source bucket with this beginning are processed: up to 256 letters, digits and
   * `! _ . ' ( ) / -`, not beginning with `/`.
   *
   * These are S3's safe characters, less `*`, which would be a wildcard in the role's policy. The lifecycle of
   * originals is limited to the prefix as well.
   *
   * @default "", all keys
   */
  uploadPrefix?: string;

  /**
   * Only keys with one of these endings are processed: a list of up to 50, each of 1 to 256 of the characters of
   * `uploadPrefix`. A suffix matches in all lower and in all upper case (`.png` and `.PNG`, not `.Png`), and none may
   * end with another one.
   *
   * The reasons are S3's: its filters are case-sensitive, and it refuses overlapping rules. An empty list is no
   * filter.
   *
   * @example [".png", ".tiff"]
   * @default [], all keys
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
   */
  uploadSuffixes?: string[];

  /**
   * The name of an existing bucket, in the stack's region and account, to take for the source bucket: 3 to 63 lower-case
   * letters, digits, `.` and `-`. Its settings are left alone: `ingestion` is then `eventbridge`, and the bucket has to
   * send its events to EventBridge.
   *
   * The value may be an output of another resource. Without it a private, encrypted and versioned bucket is made.
   * `uploadOrigins` and the options of originals' lifecycle are refused with it: set these on the bucket itself.
   *
   * @example "photos"
   * @default none, a bucket is made
   */
  sourceBucket?: pulumi.Input<string>;

  /**
   * Hands the notifications of `sourceBucket` to the pipeline, which overwrites those of everybody else. It allows every
   * `ingestion`, and with `eventbridge` switches the bucket's EventBridge notifications on.
   *
   * S3 keeps one notification configuration for each bucket. If the pipeline makes the bucket, it is always the pipeline's.
   *
   * @default false
   */
  manageNotifications?: boolean;

  /**
   * Web pages allowed to upload from a browser by presigned URLs: a list of up to 100 origins, each `https://` and a host
   * in lower case, or `http://localhost`, with or without a port.
   *
   * With any, the source bucket gets a CORS configuration for PUT, POST, GET and HEAD, which shows pages the header
   * `ETag`.
   *
   * @example ["https://www.example.com"]
   * @default [], none
   */
  uploadOrigins?: string[];

  /**
   * The way of events to the function: `direct` (S3 calls it), `queue` (through SQS, with `maximumConcurrency`) or
   * `eventbridge` (for a bucket with other listeners).
   *
   * All three deliver at least once, retry failures, and end in the same dead-letter queue. A queue holds uploads for up
   * to 14 days while the function cannot keep up; the two others for six hours.
   *
   * @default "direct", with `sourceBucket` "eventbridge"
   */
  ingestion?: Ingestion;

  /**
   * The most uploads the function works on at once: an integer from 2 to 1,000, with `ingestion: queue` only, and at
   * most `reservedConcurrency`. Further uploads wait in the queue.
   *
   * Unlike events held back by `reservedConcurrency`, uploads waiting here lose none of their five attempts.
   *
   * @default none
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  maximumConcurrency?: number;

  /**
   * Naming of outputs: `replace` gives `a.png` → `a.jpg`, and `a.png.jpg` if another source owns the shorter name;
   * `append` always gives `a.png.jpg`, so a client can compute it.
   *
   * @default "replace"
   */
  outputNaming?: OutputNaming;

  /**
   * Lets CloudFront read outputs: every distribution of the stack's account with an origin access control, in the output
   * bucket and the third one.
   *
   * A bucket has one policy, and the pipeline's is it: a `BucketPolicy` beside it is refused. Objects under
   * `.image-compression-pipeline/` stay closed. With `kmsKeyArn` the key's policy must let CloudFront in as well:
   * docs/customer-key.md has the statement.
   *
   * @default false
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
   */
  cloudFrontAccess?: boolean;

  /**
   * Deletes outputs when their source is deleted, or overwritten by something rejected. It needs `outputNaming: append`,
   * and is refused together with `expireOriginalsAfterDays`.
   *
   * Without it an output stays as it was, and the log and a metric report it as stale. A source expired by a lifecycle
   * rule of S3 does not count as deleted.
   *
   * @default false
   */
  mirrorDeletions?: boolean;

  /**
   * The most pixels of a source, width × height of one frame: an integer from 1 to 268,402,689 (16,383 × 16,383). All
   * its frames together may have four times as many.
   *
   * Larger images are rejected before they are decoded, counted and logged. The memory for an image depends on its
   * format and outputs: docs/rejections.md has a table, and `memoryMiB` has to be raised with this option.
   *
   * @default 100,000,000
   */
  maxPixels?: number;

  /**
   * The most bytes of a source: an integer from 1 to 5,368,709,120, and at most half of `memoryMiB`, since
   * a source is held in memory.
   *
   * @default 52,428,800 (50 MiB)
   */
  maxBytes?: number;

  /**
   * The most frames of an animated source: an integer from 1 to 100,000.
   *
   * @default 500
   */
  maxFrames?: number;

  /**
   * Memory of the function in MiB: an integer from 128 to 10,240. Lambda gives processors in proportion: 1,769 MiB is
   * one whole processor.
   *
   * @default 1,769
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  memoryMiB?: number;

  /**
   * The function's time limit for one event, in seconds: an integer from 1 to 900.
   *
   * An alarm fires when an event takes 80 % of it.
   *
   * @default 60
   */
  timeoutSeconds?: number;

  /**
   * The function's processor: `arm64`, which costs a fifth less, or `x86_64`.
   *
   * @default "arm64"
   */
  architecture?: Architecture;

  /**
   * The most images worked on at once: an integer of at least 1, taken from the account's concurrency.
   *
   * 100 of the account's must stay unreserved. Further events wait for up to six hours and then become dead letters; with
   * `ingestion: queue` each wait costs one of five attempts, which `maximumConcurrency` spares. Without this option the
   * function shares the account's concurrency.
   *
   * @default none
   */
  reservedConcurrency?: number;

  /**
   * Days to keep the function's log: one of the periods of CloudWatch Logs, such as 1, 7, 30, 90 or 365.
   *
   * All of them: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1,096, 1,827, 2,192, 2,557, 2,922,
   * 3,288 and 3,653.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionDays?: number;

  /**
   * Days from their upload until sources under `uploadPrefix` move to S3 Glacier Instant Retrieval, if their outputs stood:
   * an integer from 1 to 36,500.
   *
   * They stay readable at once, so the pipeline still works on them. S3 leaves objects below 128 KB where they are,
   * and bills at least 90 days in this class. The function marks such sources: see `expireOriginalsAfterDays`.
   *
   * @default never
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  archiveOriginalsAfterDays?: number;

  /**
   * Days from their upload until sources under `uploadPrefix` are deleted, if their outputs stood: an integer from 1 to
   * 36,500, more than `archiveOriginalsAfterDays`. The outputs stay, and so does an upload that was rejected or failed.
   *
   * The function marks a version with the S3 tag `image-compression-pipeline=done` after all its outputs stand, and S3 deletes
   * what has the tag; nobody else may set it. A source that has ten tags already cannot be marked and stays. The bucket is
   * versioned: the bytes go `expireNoncurrentAfterDays` later.
   *
   * @default never
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
   */
  expireOriginalsAfterDays?: number;

  /**
   * Days from their upload until sources under `uploadPrefix` are deleted that cannot be images: those rejected as
   * `not-an-image`, `unsupported-format` or `corrupt`; an integer from 1 to 36,500.
   *
   * They have the tag `image-compression-pipeline=rejected`. Good pictures which a limit or a name kept out stay, and so do
   * pictures that once had outputs. The bytes go `expireNoncurrentAfterDays` later.
   *
   * @default never
   */
  expireRejectedAfterDays?: number;

  /**
   * Days during which an overwritten or deleted source can be restored: an integer from 1 to 36,500.
   *
   * @default 30
   */
  expireNoncurrentAfterDays?: number;

  /**
   * E-mail addresses to notify of alarms: a list of up to 10. Each first gets a mail with a link, and hears nothing
   * until somebody follows it.
   *
   * With any, the pipeline makes an SNS topic, and a KMS key for it ($1 a month) if there is no `kmsKeyArn`. The output
   * `alarmTopicArn` lets alarms of your own use the topic as well. docs/runbook.md says which alarms notify.
   *
   * @example ["on-call@example.com"]
   * @default [], nobody
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html
   */
  alarmEmails?: string[];

  /**
   * Existing SNS topics to notify of alarms: a list of up to 5 ARNs of standard topics in the stack's region,
   * `arn:<partition>:sns:<region>:<account>:<name>`; with `alarmEmails` up to 4.
   *
   * Values may be outputs of other resources. Each topic's policy, and its key's policy if it has a key, must let
   * CloudWatch publish: docs/runbook.md has them.
   *
   * @example ["arn:aws:sns:eu-west-1:123456789012:on-call"]
   * @default [], none
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  alarmTopicArns?: pulumi.Input<string>[];

  /**
   * The dashboard's price of a GB sent from S3, in dollars: a number from 0 to 1,000,000. Saved bytes are worth this each
   * time an output is viewed.
   *
   * @default 0.09
   * @see https://aws.amazon.com/s3/pricing/
   */
  transferDollarsPerGB?: number;

  /**
   * The dashboard's estimate of an output's views in a month: a number from 0 to 1,000,000.
   *
   * @default 1
   */
  viewsPerImage?: number;

  /**
   * The dashboard's price of a GB stored in S3, in dollars a month: a number from 0 to 1,000,000, with
   * `expireOriginalsAfterDays` only. An output beside its original saves no storage.
   *
   * @default 0.023
   * @see https://aws.amazon.com/s3/pricing/
   */
  storageDollarsPerGB?: number;

  /**
   * The ARN of a KMS key, `arn:<partition>:kms:<region>:<account>:key/<id>`, to encrypt buckets, queues, the log, the
   * topic of `alarmEmails` and the function's environment instead of AWS's own keys.
   *
   * The value may be an output of another resource. The key must be in the stack's region, and its policy must let S3,
   * EventBridge, CloudWatch and its Logs use it: docs/customer-key.md has it. Existing data stays as it was.
   *
   * @example "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
   * @default none
   */
  kmsKeyArn?: pulumi.Input<string>;

  /**
   * Tags of every taggable resource: a map of up to 50.
   *
   * Keys have 1 to 128 and values up to 256 of the characters of `objectTags`; no key begins with `aws:`. Values may
   * be outputs of other resources.
   *
   * @example { "team": "web" }
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
