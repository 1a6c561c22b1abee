import { overlappingSuffixes } from "../ingestion/suffixes.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { environmentBytes, environmentLimit } from "../settings/environment.ts";
import { knownSettings, longestOption, longOptions } from "../settings/function-settings.ts";
import { plannedRenditions } from "../settings/renditions.ts";
import { alarmConflicts } from "./alarm-conflicts.ts";
import { bucketConflicts } from "./bucket-conflicts.ts";
import type { Conflict } from "./conflict.ts";
import { ingestionConflicts } from "./ingestion-conflicts.ts";
import { sharedKey } from "./key-collisions.ts";

/** All rules between options. */
export const conflicts: Conflict[] = [
  ...bucketConflicts,
  ...ingestionConflicts,
  ...alarmConflicts,
  {
    options: ["uploadSuffixes"],
    problem: ({ uploadSuffixes }) => {
      const overlap = overlappingSuffixes(uploadSuffixes)?.map((suffix) => JSON.stringify(suffix));
      return (
        overlap &&
        `\`uploadSuffixes\` must not hold a suffix that another one ends with, in any case, since S3 refuses rules that overlap; received ${overlap.join(" and ")}`
      );
    },
  },
  {
    options: ["maxBytes", "memoryMiB"],
    problem: ({ maxBytes, memoryMiB }) => {
      const most = (memoryMiB * 1024 ** 2) / 2;
      return maxBytes > most
        ? `\`maxBytes\` must be at most half of \`memoryMiB\`, which is ${most} bytes; received ${maxBytes}`
        : undefined;
    },
  },
  {
    options: ["archiveOriginalsAfterDays", "expireOriginalsAfterDays"],
    problem: ({ archiveOriginalsAfterDays: archive = 0, expireOriginalsAfterDays: expire = Infinity }) =>
      expire <= archive
        ? `\`expireOriginalsAfterDays\` must be more than \`archiveOriginalsAfterDays\`, which is ${archive}; received ${expire}`
        : undefined,
  },
  {
    options: ["renditions"],
    problem: ({ renditions }) =>
      renditions.flatMap(({ name }, index) => {
        const first = renditions.findIndex((other) => other.name === name);
        return first < index
          ? `\`renditions[${index}].name\` must differ from that of \`renditions[${first}]\`; received ${JSON.stringify(name)}`
          : [];
      }),
  },
  {
    options: ["renditions", "format", "outputPrefix", "outputSuffix", "outputNaming", "uploadPrefix"],
    problem: collisions,
  },
  {
    options: [...longOptions],
    problem: (options) => {
      const bytes = environmentBytes(knownSettings(options));
      return bytes > environmentLimit
        ? `\`${longestOption(options)}\` must be shorter: it is the longest of the options, which together must take at most ${environmentLimit} bytes of the function's environment; received ${bytes}`
        : undefined;
    },
  },
];

/** Skips renditions with the same name, which the rule above reports. */
function collisions(options: Options): string[] {
  const renditions = plannedRenditions(options);
  return renditions.flatMap((rendition, index) => {
    const earlier = renditions.slice(0, index);
    if (earlier.some(({ name }) => name === rendition.name)) return [];
    for (const other of earlier) {
      const shared = sharedKey(other, rendition, options);
      if (shared !== undefined) {
        return `${rendition.title} and ${other.title} would both write \`${shared.output}\` for the source \`${shared.source}\`: give one another \`outputSuffix\` or \`outputPrefix\``;
      }
    }
    return [];
  });
}
