import * as pulumi from "@pulumi/pulumi";
import { type Settings, settingsVariable } from "../handler/settings.ts";
import { type Options, optionRules } from "./option-rules.ts";

/** What Lambda allows for a function's whole environment, in bytes of JSON. */
export const environmentLimit = 4096;

const longestBucketName = 63;

type TextOption = "objectTags" | "outputPrefix" | "outputSuffix" | "cacheControl";
const textOptions: TextOption[] = ["objectTags", "outputPrefix", "outputSuffix", "cacheControl"];

/**
 * What the function is told, as the text of its one environment variable.
 *
 * @throws {pulumi.ResourceError} Later, when tags that other resources give turn out to be none.
 */
export function settingsJson(
  options: Options,
  sourceBucket: pulumi.Input<string>,
  outputBucket: pulumi.Input<string>,
  component: pulumi.Resource,
): pulumi.Output<string> {
  return pulumi
    .all([sourceBucket, outputBucket, pulumi.output(options.objectTags)])
    .apply(([source, output, tags]) => {
      const settings = functionSettings(options, source, output, tags);
      const problem = tagsProblem(tags, settings);
      if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
      return JSON.stringify(settings);
    });
}

/** What is wrong with tags that were not all known when the options were checked. */
export function tagsProblem(
  tags: Record<string, string> | undefined,
  settings: Settings,
): string | undefined {
  const { accepts, allowed } = optionRules.objectTags;
  if (tags !== undefined && !accepts(tags)) return `\`objectTags\` must be ${allowed}`;
  const bytes = environmentBytes(settings);
  return bytes > environmentLimit
    ? `\`objectTags\` must be shorter: the function's environment holds ${environmentLimit} bytes; received ${bytes}`
    : undefined;
}

/** The settings with what is known before anything exists: the longest possible names, and no tags from other resources. */
export function knownSettings(options: Options): Settings {
  const bucket = "x".repeat(longestBucketName);
  return functionSettings(options, bucket, bucket, knownTags(options));
}

/** The bytes of an environment with these settings, counted as Lambda does. */
export function environmentBytes(settings: Settings): number {
  return Buffer.byteLength(JSON.stringify(functionVariables(JSON.stringify(settings))));
}

/**
 * The function's environment. Its allocator gives the memory of images back at once: by default glibc raises both
 * thresholds as it sees large blocks, and a warm process keeps what the largest images took (mallopt(3)).
 */
export function functionVariables<Text extends pulumi.Input<string>>(settings: Text) {
  return {
    [settingsVariable]: settings,
    MALLOC_MMAP_THRESHOLD_: "131072",
    MALLOC_TRIM_THRESHOLD_: "131072",
  };
}

/** The option that takes most of the environment. */
export function longestOption(options: Options): TextOption {
  const known = { ...options, objectTags: knownTags(options) };
  const length = (option: TextOption) => JSON.stringify(known[option] ?? "").length;
  return textOptions.reduce((longest, option) => (length(option) > length(longest) ? option : longest));
}

function functionSettings(
  options: Options,
  sourceBucket: string,
  outputBucket: string,
  objectTags: Record<string, string> = {},
): Settings {
  const { quality, scale, maxDimension, format, background, outputPrefix, outputSuffix, cacheControl } =
    options;
  const { outputNaming, maxPixels, maxBytes, maxFrames } = options;
  return {
    sourceBucket,
    outputNaming,
    limits: { maxPixels, maxBytes, maxFrames },
    renditions: [
      {
        name: "default",
        bucket: outputBucket,
        quality,
        scale,
        ...(maxDimension !== undefined && { maxDimension }),
        format,
        background,
        outputPrefix,
        outputSuffix,
        ...(Object.keys(objectTags).length > 0 && { objectTags }),
        ...(cacheControl !== undefined && { cacheControl }),
      },
    ],
  };
}

function knownTags({ objectTags = {} }: Options): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectTags).map(([key, value]) => [key, typeof value === "string" ? value : ""]),
  );
}
