/** The environment variable that carries the settings as JSON. */
export const settingsVariable = "PIPELINE_SETTINGS";

/** What outputs are written as. */
export const Format = { jpeg: "jpeg", webp: "webp", avif: "avif", png: "png" } as const;
export type Format = (typeof Format)[keyof typeof Format];

/** How an output is named: `replace` gives `a.png` → `a.jpg`, `append` gives `a.png` → `a.png.jpg`. */
export const OutputNaming = { replace: "replace", append: "append" } as const;
export type OutputNaming = (typeof OutputNaming)[keyof typeof OutputNaming];

/** What outputs keep of a source's metadata: nothing, who made and owns it, or all that it has, its position only if asked for. */
export const KeptMetadata = {
  strip: "strip",
  copyright: "copyright",
  keep: "keep",
  keepWithGps: "keepWithGps",
} as const;
export type KeptMetadata = (typeof KeptMetadata)[keyof typeof KeptMetadata];

/** How much time the encoder takes to save bytes. */
export const Effort = { fast: "fast", balanced: "balanced", smallest: "smallest" } as const;
export type Effort = (typeof Effort)[keyof typeof Effort];

/** The name of the pipeline's own rendition, which every source has. */
export const defaultRendition = "default";

/** The recipe of one output; its name tells it from the others of a source, for as long as there are outputs. */
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

/** What must hold before an image is decoded; pixels are width × height of one frame, and the memory is the function's. */
export interface Limits {
  maxPixels: number;
  maxBytes: number;
  maxFrames: number;
  memoryMiB: number;
}

/** Where a message goes with its reason, and at which receive that fails it does. */
export interface DeadLetterSettings {
  queueUrl: string;
  maxReceives: number;
}

/** What the component tells its function. */
export interface Settings {
  sourceBucket: string;
  outputNaming: OutputNaming;
  /** Whether outputs go when their source is deleted, or replaced by what is rejected. */
  mirrorDeletions?: true;
  /** Only where messages come from a queue: Lambda cares for its own events. */
  deadLetters?: DeadLetterSettings;
  limits: Limits;
  renditions: RenditionSettings[];
}
