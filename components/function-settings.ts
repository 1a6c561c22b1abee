import * as pulumi from "@pulumi/pulumi";
import type { RenditionSettings, Settings } from "../handler/settings.ts";
import { environmentBytes } from "./environment.ts";
import { type Options, optionRules } from "./option-rules.ts";
import { tagsProblem } from "./output-tags.ts";
import { type PlannedRendition, plannedRenditions } from "./renditions.ts";

/** The names of a pipeline's buckets. */
export interface BucketNames {
  source: string;
  output: string;
  web: string | undefined;
}

const longestBucketName = "x".repeat(63);

/**
 * What the function is told, as the text of its one environment variable.
 *
 * @throws {pulumi.ResourceError} Later, when tags that other resources give turn out to be none.
 */
export function settingsJson(
  options: Options,
  buckets: pulumi.Input<BucketNames>,
  component: pulumi.Resource,
): pulumi.Output<string> {
  const { objectTags, renditions, web } = options;
  return pulumi.all([buckets, pulumi.output({ objectTags, renditions, web })]).apply(([names, withTags]) => {
    const known = { ...options, ...withTags };
    const settings = functionSettings(known, names);
    const problem = tagsProblem(known, settings);
    if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
    return JSON.stringify(settings);
  });
}

/** The settings with what is known before anything exists: the longest possible names, and no tags from other resources. */
export function knownSettings(options: Options): Settings {
  const names = { source: longestBucketName, output: longestBucketName, web: longestBucketName };
  return functionSettings(options, names);
}

/** The option that takes most of the environment, whichever outputs have it. */
export function longestOption(options: Options): string {
  const bytesWithout = (option: (typeof longOptions)[number]) =>
    environmentBytes(knownSettings({ ...options, [option]: optionRules[option].fallback }));
  return longOptions.reduce((longest, option) =>
    bytesWithout(option) < bytesWithout(longest) ? option : longest,
  );
}

/** The options whose values have no fixed length. */
export const longOptions = [
  "objectTags",
  "outputPrefix",
  "outputSuffix",
  "cacheControl",
  "renditions",
  "web",
] as const;

function functionSettings(options: Options, buckets: BucketNames): Settings {
  const { outputNaming, maxPixels, maxBytes, maxFrames, memoryMiB } = options;
  return {
    sourceBucket: buckets.source,
    outputNaming,
    limits: { maxPixels, maxBytes, maxFrames, memoryMiB },
    renditions: plannedRenditions(options).map((rendition) => renditionSettings(rendition, buckets)),
  };
}

function renditionSettings(
  { title: _title, bucket, maxDimension, objectTags = {}, cacheControl, ...rendition }: PlannedRendition,
  buckets: BucketNames,
): RenditionSettings {
  const { name, ...recipe } = rendition;
  return {
    name,
    bucket: buckets[bucket] ?? "",
    ...recipe,
    ...(maxDimension !== undefined && { maxDimension }),
    ...(Object.keys(objectTags).length > 0 && { objectTags: knownTags(objectTags) }),
    ...(cacheControl !== undefined && { cacheControl }),
  };
}

function knownTags(tags: Record<string, pulumi.Input<string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, typeof value === "string" ? value : ""]),
  );
}
