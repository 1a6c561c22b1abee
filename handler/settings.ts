/** The environment variable that carries the settings as JSON. */
export const settingsVariable = "PIPELINE_SETTINGS";

export type Format = "jpeg" | "webp" | "avif" | "png";
export type OutputNaming = "replace" | "append";

/** The recipe of one output. */
export interface RenditionSettings {
  name: string;
  bucket: string;
  quality: number;
  scale: number;
  maxDimension?: number;
  format: Format;
  background: string;
  outputPrefix: string;
  outputSuffix: string;
  objectTags?: Record<string, string>;
  cacheControl?: string;
}

/** What must hold before an image is decoded; pixels are width × height of one frame. */
export interface Limits {
  maxPixels: number;
  maxBytes: number;
  maxFrames: number;
}

/** What the component tells its function. */
export interface Settings {
  sourceBucket: string;
  outputNaming: OutputNaming;
  limits: Limits;
  renditions: RenditionSettings[];
}

/** The settings in `environment`, which the component wrote and validated. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const json = environment[settingsVariable];
  if (json === undefined) {
    throw new Error(
      `${settingsVariable} is not set: deploy the function with the ImageCompressionPipeline component`,
    );
  }
  return JSON.parse(json);
}
