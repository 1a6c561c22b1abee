import { ownFiles } from "../../contract/own-files.ts";
import type { OptionName } from "../options/rules-and-defaults.ts";
import { markingOptions } from "../settings/function-settings.ts";
import { plannedRenditions } from "../settings/renditions.ts";
import type { Conflict } from "./conflict.ts";
import { received } from "./option-problems.ts";

/** Options for a bucket the pipeline makes; an adopted one has settings of its own. */
const madeBucketOptions: OptionName[] = ["uploadOrigins", ...markingOptions, "expireNoncurrentAfterDays"];

/** Conflicts of an adopted bucket and of mirrored deletions with other options. */
export const bucketConflicts: Conflict[] = [
  {
    options: ["sourceBucket", "manageNotifications", "ingestion"],
    problem: ({ sourceBucket, manageNotifications, ingestion }) =>
      sourceBucket !== undefined && !manageNotifications && ingestion !== "eventbridge"
        ? `\`ingestion: "${ingestion}"\` with \`sourceBucket\` needs \`manageNotifications: true\`: S3 keeps one notification configuration per bucket, and ours would overwrite what others put there. Set \`manageNotifications: true\` if nobody else has any, or use \`ingestion: "eventbridge"\`, and switch the bucket's EventBridge notifications on`
        : undefined,
  },
  {
    options: ["sourceBucket", "manageNotifications"],
    problem: ({ sourceBucket, manageNotifications }) =>
      sourceBucket === undefined && manageNotifications
        ? "`manageNotifications` needs `sourceBucket`: the notifications of a bucket that the pipeline makes are always its own; received true"
        : undefined,
  },
  ...madeBucketOptions.map(
    (option): Conflict => ({
      options: ["sourceBucket", option],
      problem: ({ sourceBucket }, given) =>
        sourceBucket !== undefined && given[option] !== undefined && !isEmpty(given[option])
          ? `\`${option}\` must not be set with \`sourceBucket\`, whose settings are left alone: ${instead(option)}; received ${received(given[option])}`
          : undefined,
    }),
  ),
  {
    options: ["cloudFrontAccess", "outputPrefix", "renditions", "web", "uploadPrefix"],
    problem: (options) => {
      const closed = plannedRenditions(options).find(({ outputPrefix }) =>
        `${outputPrefix}${options.uploadPrefix}`.startsWith(ownFiles),
      );
      return options.cloudFrontAccess && closed !== undefined
        ? `\`cloudFrontAccess\` leaves \`${ownFiles}\` out, which is for the pipeline's own files, and ${closed.title} would be written there: change \`outputPrefix\` or \`uploadPrefix\`; received ${received(`${closed.outputPrefix}${options.uploadPrefix}`)}`
        : undefined;
    },
  },
  {
    options: ["mirrorDeletions", "outputNaming"],
    problem: ({ mirrorDeletions, outputNaming }) =>
      mirrorDeletions && outputNaming !== "append"
        ? `\`mirrorDeletions\` needs \`outputNaming: "append"\`: with "${outputNaming}" two sources can want one name, and a deletion could take the output of the other one; received true`
        : undefined,
  },
  {
    options: ["mirrorDeletions", "expireOriginalsAfterDays"],
    problem: ({ mirrorDeletions, expireOriginalsAfterDays: days }) =>
      mirrorDeletions && days !== undefined
        ? `\`mirrorDeletions\` and \`expireOriginalsAfterDays\` must not be set together: outputs of originals that expire stay, and with mirrored deletions the next event of such a key would delete them; received true and ${days}`
        : undefined,
  },
];

/** Rules that ask for the mark have no counterpart, since sources of an adopted bucket are never marked. */
function instead(option: OptionName): string {
  return markingOptions.some((marking) => marking === option)
    ? "leave it out. The function marks no sources of an adopted bucket, and a lifecycle rule by age alone would take uploads that have no output"
    : "set it on the bucket itself";
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
