import { eventPatterns, mostSuffixes, patternLimit } from "../ingestion/event-pattern.ts";
import { longestBucketName } from "../options/aws-formats.ts";
import type { Conflict } from "./conflict.ts";

/** Conflicts of each ingestion with other options. */
export const ingestionConflicts: Conflict[] = [
  {
    options: ["maximumConcurrency", "ingestion"],
    problem: ({ maximumConcurrency, ingestion }) =>
      maximumConcurrency !== undefined && ingestion !== "queue"
        ? `\`maximumConcurrency\` needs \`ingestion: "queue"\`, since only a queue can wait; with "${ingestion}" use \`reservedConcurrency\`; received ${maximumConcurrency}`
        : undefined,
  },
  {
    options: ["maximumConcurrency", "reservedConcurrency"],
    problem: ({ maximumConcurrency = 0, reservedConcurrency = Number.POSITIVE_INFINITY }) =>
      maximumConcurrency > reservedConcurrency
        ? `\`maximumConcurrency\` must be at most \`reservedConcurrency\`, which is ${reservedConcurrency}: what Lambda throttles beyond it loses one of its five attempts each time; received ${maximumConcurrency}`
        : undefined,
  },
  {
    options: ["uploadSuffixes", "uploadPrefix", "sourceBucket", "ingestion", "mirrorDeletions"],
    problem: (options) => {
      const { ingestion, sourceBucket } = options;
      if (ingestion !== "eventbridge") return undefined;
      const bucket = typeof sourceBucket === "string" ? sourceBucket : longestBucketName;
      const { uploadPrefix, uploadSuffixes } = options;
      if (uploadPrefix !== "" && uploadSuffixes.length > mostSuffixes) {
        return `\`uploadSuffixes\` must be at most ${mostSuffixes} beside an \`uploadPrefix\` with \`ingestion: "eventbridge"\`, whose rules take two each; received ${uploadSuffixes.length}`;
      }
      const longest = Math.max(
        ...eventPatterns(bucket, options).map((pattern) => JSON.stringify(pattern).length),
      );
      return longest > patternLimit
        ? `\`uploadSuffixes\` must be fewer or shorter: EventBridge takes at most ${patternLimit} characters for the pattern of a rule, which has suffixes with the \`uploadPrefix\`, in lower and in upper case; received ${longest}`
        : undefined;
    },
  },
];
