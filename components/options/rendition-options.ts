import type * as pulumi from "@pulumi/pulumi";
import type { Effort, Format, KeptMetadata } from "../../contract/settings.ts";

/**
 * The output of each source in the third bucket. What it does not set it has from the pipeline's options of the same
 * names, which also say what each field may be.
 */
export interface WebRendition {
  /**
   * Quality of this output: an integer from 1 to 100.
   *
   * @default the pipeline's `quality`
   */
  quality?: number;

  /**
   * How much of each side of the source, never of another output, is left: a number above 0 and at most 1.
   *
   * @default the pipeline's `scale`
   */
  scale?: number;

  /**
   * The most pixels that the longer side of this output may have: an integer from 1 to 16,383.
   *
   * @default the pipeline's `maxDimension`
   */
  maxDimension?: number;

  /**
   * What this output is written as.
   *
   * @default the pipeline's `format`
   */
  format?: Format;

  /**
   * The colour under what is transparent in the source, as `#rrggbb`.
   *
   * @default the pipeline's `background`
   */
  background?: string;

  /**
   * What this output keeps of the source's metadata.
   *
   * @default the pipeline's `metadata`
   */
  metadata?: KeptMetadata;

  /**
   * How much time the encoder takes to save bytes of this output.
   *
   * @default the pipeline's `effort`
   */
  effort?: Effort;

  /**
   * What this output's keys begin with.
   *
   * @default the pipeline's `outputPrefix`
   */
  outputPrefix?: string;

  /**
   * What stands before the extension of this output's keys.
   *
   * @default the pipeline's `outputSuffix`
   */
  outputSuffix?: string;

  /**
   * S3 tags of this output, in the place of the pipeline's: none with an empty map.
   *
   * @default the pipeline's `objectTags`
   */
  objectTags?: Record<string, pulumi.Input<string>>;

  /**
   * The header `Cache-Control` of this output.
   *
   * @default the pipeline's `cacheControl`
   */
  cacheControl?: string;
}

/**
 * A further output of each source in the output bucket. What it does not set, but for `outputSuffix`, it has from the
 * pipeline's options of the same names, which also say what each field may be.
 */
export interface Rendition extends WebRendition {
  /**
   * What tells its outputs from others: a lower-case letter, then letters, digits and `-`, at most 32 in all, neither
   * `default` nor `web`, and no other rendition's.
   *
   * It is in the outputs' metadata: under another name they would be somebody else's, and stay where they are.
   */
  name: string;

  /**
   * What stands before the extension of this output's keys: `a.png` → `a<outputSuffix>.jpg`.
   *
   * @default `-<name>`: `a.png` → `a-thumbnail.jpg`
   */
  outputSuffix?: string;
}
