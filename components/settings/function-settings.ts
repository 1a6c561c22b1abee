import type * as pulumi from "@pulumi/pulumi";
import { maxReceives } from "../../contract/max-receives.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import { longestBucketName } from "../options/aws-formats.ts";
import { type OptionName, type Options, optionRules } from "../options/rules-and-defaults.ts";
import { environmentBytes } from "./environment.ts";
import { type PlannedRendition, plannedRenditions } from "./renditions.ts";

/** The names of a pipeline's buckets, and the address of its dead-letter queue. */
export interface Places {
  source: string;
  output: string;
  web: string | undefined;
  deadLetters: string;
}

const longestQueueUrl = `https://sqs.${"x".repeat(16)}.amazonaws.com.cn/123456789012/${"x".repeat(80)}`;

/** Returns the settings before anything exists: with the longest possible names, and no tags from other resources. */
export function knownSettings(options: Options): Settings {
  const [source, output, web] = [longestBucketName, longestBucketName, longestBucketName];
  return functionSettings(options, { source, output, web, deadLetters: longestQueueUrl });
}

/** Finds the option with the most bytes in the environment, summed over all outputs. */
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

export function functionSettings(options: Options, places: Places): Settings {
  const { outputNaming, mirrorDeletions, ingestion, maxPixels, maxBytes, maxFrames, memoryMiB } = options;
  return {
    sourceBucket: places.source,
    outputNaming,
    ...(mirrorDeletions && { mirrorDeletions }),
    ...(marksSources(options) && { markSources: true }),
    ...(ingestion === "queue" && { deadLetters: { queueUrl: places.deadLetters, maxReceives } }),
    limits: { maxPixels, maxBytes, maxFrames, memoryMiB },
    renditions: plannedRenditions(options).map((rendition) => renditionSettings(rendition, places)),
  };
}

/** Each of these makes a lifecycle rule that filters by the mark. */
export const markingOptions = [
  "archiveOriginalsAfterDays",
  "expireOriginalsAfterDays",
  "expireRejectedAfterDays",
] as const satisfies OptionName[];

export function marksSources(options: Options): boolean {
  return markingOptions.some((option) => options[option] !== undefined);
}

function renditionSettings(
  { title: _title, bucket, maxDimension, objectTags = {}, cacheControl, ...rendition }: PlannedRendition,
  places: Places,
): RenditionSettings {
  const { name, ...recipe } = rendition;
  return {
    name,
    bucket: places[bucket] ?? "",
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
