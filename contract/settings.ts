/** The environment variable that carries the settings as JSON. */
export const settingsVariable = "PIPELINE_SETTINGS";

/** The file formats in which outputs can be written. */
export const Format = { jpeg: "jpeg", webp: "webp", avif: "avif", png: "png" } as const;
export type Format = (typeof Format)[keyof typeof Format];

/** Names outputs: `replace` gives `a.png` → `a.jpg`, `append` gives `a.png` → `a.png.jpg`. */
export const OutputNaming = { replace: "replace", append: "append" } as const;
export type OutputNaming = (typeof OutputNaming)[keyof typeof OutputNaming];

/** Selects the metadata in outputs: none, the credits, all but the position, or all. */
export const KeptMetadata = {
  strip: "strip",
  copyright: "copyright",
  keep: "keep",
  keepWithGps: "keepWithGps",
} as const;
export type KeptMetadata = (typeof KeptMetadata)[keyof typeof KeptMetadata];

/** Trades encoding time for fewer bytes. */
export const Effort = { fast: "fast", balanced: "balanced", smallest: "smallest" } as const;
export type Effort = (typeof Effort)[keyof typeof Effort];

/** Every source has the pipeline's own rendition, with this name. */
export const defaultRendition = "default";

/** The recipe of one output. Its name identifies the output among those of a source, so it must never change. */
export interface RenditionSettings {
  name: string;
  bucket: string;
  quality: number;
  scale: number;
  maxDimension?: number;
  format: Format;
  background: string;
  metadata: KeptMetadata;
  effort: Effort;
  outputPrefix: string;
  outputSuffix: string;
  objectTags?: Record<string, string>;
  cacheControl?: string;
}

/** Bounds an image before it is decoded. Pixels are width × height of one frame, and the memory is the function's. */
export interface Limits {
  maxPixels: number;
  maxBytes: number;
  maxFrames: number;
  memoryMiB: number;
}

/** A message goes to the queue, with its reason, when it fails at its last receive. */
export interface DeadLetterSettings {
  queueUrl: string;
  maxReceives: number;
}

export interface Settings {
  sourceBucket: string;
  outputNaming: OutputNaming;
  /** Deletes outputs when their source is deleted, or replaced by a rejected file. */
  mirrorDeletions?: true;
  /** Marks sources with a tag, since lifecycle rules of the source bucket filter by it. */
  markSources?: true;
  /** Set only with a queue: Lambda handles its own failed events. */
  deadLetters?: DeadLetterSettings;
  limits: Limits;
  renditions: RenditionSettings[];
}
