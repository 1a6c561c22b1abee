import type * as pulumi from "@pulumi/pulumi";
import type { Format, OutputNaming } from "../handler/settings.ts";

/** Processors that a function can run on. */
export const Architecture = { arm64: "arm64", x86_64: "x86_64" } as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/**
 * What an `ImageCompressionPipeline` can be told. Everything is optional. A plain value decides what exists; a
 * `pulumi.Input` may be an output of another resource.
 */
export interface ImageCompressionPipelineArgs {
  /**
   * Quality of lossy outputs: an integer from 1 (smallest file) to 100. PNG outputs are lossless and ignore it.
   *
   * @default 80
   */
  quality?: number;

  /**
   * How much of each side of the source is left: a number above 0 and at most 1. 0.5 quarters the pixels.
   *
   * @default 1
   */
  scale?: number;

  /**
   * The most pixels that the longer side of an output may have: an integer from 1 to 16,383, WebP's own limit. It
   * applies after `scale` and never enlarges. Without it only that limit holds.
   */
  maxDimension?: number;

  /**
   * What outputs are written as: `jpeg` (progressive), `webp`, `avif` or `png`.
   *
   * @default "jpeg"
   */
  format?: Format;

  /**
   * The colour under what is transparent in the source, as `#rrggbb`. Only JPEG outputs need it: the other formats
   * stay transparent.
   *
   * @default "#ffffff"
   */
  background?: string;

  /**
   * Only keys of the source bucket that begin with this are looked at: up to 256 letters, digits and `! _ . ' ( ) / -`
   * (S3's safe characters, less `*`, which would be a wildcard in the role's policy), not beginning with `/`. The
   * lifecycle of originals is limited to it as well.
   *
   * @default "", all keys
   */
  uploadPrefix?: string;

  /**
   * Only keys that end with one of these are looked at: up to 50 suffixes of 1 to 256 characters, those of
   * `uploadPrefix`. A suffix matches in all lower and in all upper case (`.png` and `.PNG`, not `.Png`), because S3's
   * filters tell cases apart. None may end with another one: S3 refuses rules that overlap. An empty list is no filter.
   *
   * @default all keys
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
   */
  uploadSuffixes?: string[];

  /**
   * How outputs are named. `replace` gives `a.png` → `a.jpg`, and `a.png.jpg` when another source owns that name;
   * `append` always gives `a.png.jpg`, so that a client can compute it.
   *
   * @default "replace"
   */
  outputNaming?: OutputNaming;

  /**
   * What outputs' keys begin with: `uploads/a.png` → `<outputPrefix>uploads/a.jpg`. Allowed as in `uploadPrefix`.
   *
   * @default ""
   */
  outputPrefix?: string;

  /**
   * What stands before the extension of outputs' keys: `a.png` → `a<outputSuffix>.jpg`. Up to 256 of the characters of
   * `uploadPrefix`.
   *
   * @default ""
   */
  outputSuffix?: string;

  /**
   * S3 tags of every output: up to 10, keys of 1 to 128 and values of up to 256 letters, digits, spaces and
   * `_ . : / = + - @`. Values may be outputs of other resources. With any, the function's role may tag outputs.
   *
   * @default none
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
   */
  objectTags?: Record<string, pulumi.Input<string>>;

  /**
   * The header `Cache-Control` of every output: 1 to 256 printable ASCII characters, such as `public, max-age=86400`.
   *
   * @default none
   */
  cacheControl?: string;

  /**
   * The most pixels, width × height of one frame, that a source may have before it is decoded; all frames together may
   * have four times as many. An integer from 1 to 268,402,689 (16,383 × 16,383). Larger images are rejected, counted
   * and logged. Decoding takes some 3 to 8 bytes a pixel: raise `memoryMiB` with it.
   *
   * @default 100,000,000
   */
  maxPixels?: number;

  /**
   * The most bytes that a source may have: an integer from 1 to half of `memoryMiB`, since a source is held in memory.
   *
   * @default 52,428,800 (50 MiB)
   */
  maxBytes?: number;

  /**
   * The most frames that an animated source may have: an integer from 1 to 100,000.
   *
   * @default 500
   */
  maxFrames?: number;

  /**
   * Memory of the function in MiB: an integer from 128 to 10,240. Lambda gives processors in proportion; 1,769 MiB is
   * one whole processor.
   *
   * @default 1769
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  memoryMiB?: number;

  /**
   * The longest that the function may take for one event, in seconds: an integer from 1 to 900. An alarm tells when it
   * takes 80 % of it.
   *
   * @default 60
   */
  timeoutSeconds?: number;

  /**
   * The processor that the function runs on: `arm64`, which costs a fifth less, or `x86_64`.
   *
   * @default "arm64"
   */
  architecture?: Architecture;

  /**
   * How many images may be worked on at once: an integer of at least 1, taken from the account's concurrency, of which
   * 100 must stay unreserved. Further events wait for up to six hours and then become dead letters.
   *
   * @default none, the function shares what the account has
   */
  reservedConcurrency?: number;

  /**
   * How many days the function's log is kept: one of the periods that CloudWatch Logs knows, 1 to 3,653 days.
   *
   * @default 30
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  logRetentionDays?: number;

  /**
   * After how many days sources under `uploadPrefix` move to S3 Glacier Instant Retrieval: an integer from 1 to 36,500.
   * They stay readable at once, so the pipeline still works on them. S3 leaves objects below 128 KB where they are,
   * and bills at least 90 days in that class.
   *
   * @default never
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
   */
  archiveOriginalsAfterDays?: number;

  /**
   * After how many days sources under `uploadPrefix` are deleted: an integer from 1 to 36,500, more than
   * `archiveOriginalsAfterDays`. Their outputs stay. The bucket is versioned: the bytes go
   * `expireNoncurrentAfterDays` later.
   *
   * @default never
   */
  expireOriginalsAfterDays?: number;

  /**
   * How many days a source that was overwritten or deleted can still be restored: an integer from 1 to 36,500.
   *
   * @default 30
   */
  expireNoncurrentAfterDays?: number;

  /**
   * Tags of every resource that can carry some: up to 50, keys and values as in `objectTags`.
   *
   * @default none
   */
  tags?: Record<string, pulumi.Input<string>>;
}
