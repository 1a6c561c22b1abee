import type * as pulumi from "@pulumi/pulumi";
import type { Effort, Format, KeptMetadata } from "../../contract/settings.ts";

/**
 * The output of each source in the third bucket. A missing field has the value of the pipeline's option of the same name,
 * which also gives the field's range.
 */
export interface WebRendition {
  /**
   * Quality of this output: an integer from 1 to 100.
   *
   * @default the pipeline's `quality`
   */
  quality?: number;

  /**
   * Share of each side of the source, never of another output, to keep: a number above 0 and at most 1.
   *
   * @default the pipeline's `scale`
   */
  scale?: number;

  /**
   * The most pixels on the longer side of this output: an integer from 1 to 16,383.
   *
   * @default the pipeline's `maxDimension`
   */
  maxDimension?: number;

  /**
   * File format of this output.
   *
   * @default the pipeline's `format`
   */
  format?: Format;

  /**
   * The colour under transparent parts of the source, as `#rrggbb`.
   *
   * @default the pipeline's `background`
   */
  background?: string;

  /**
   * Metadata of the source kept in this output.
   *
   * @default the pipeline's `metadata`
   */
  metadata?: KeptMetadata;

  /**
   * Time the encoder takes to save bytes of this output.
   *
   * @default the pipeline's `effort`
   */
  effort?: Effort;

  /**
   * The beginning of this output's keys.
   *
   * @default the pipeline's `outputPrefix`
   */
  outputPrefix?: string;

  /**
   * Text before the extension of this output's keys.
   *
   * @default the pipeline's `outputSuffix`
   */
  outputSuffix?: string;

  /**
   * S3 tags of this output instead of the pipeline's: none with an empty map.
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
 * A further output of each source in the output bucket. A missing field, except `outputSuffix`, has the value of the
 * pipeline's option of the same name, which also gives the field's range.
 */
export interface Rendition extends WebRendition {
  /**
   * Name of the rendition: a lower-case letter, then letters, digits and `-`, at most 32 in all, neither `default` nor
   * `web`, and different from every other rendition's.
   *
   * It tells the rendition's outputs from others, by their metadata: under a new name old outputs would belong to
   * somebody else, and stay where they are.
   */
  name: string;

  /**
   * Text before the extension of this output's keys: `a.png` → `a<outputSuffix>.jpg`.
   *
   * @default `-<name>`: `a.png` → `a-thumbnail.jpg`
   */
  outputSuffix?: string;
}
