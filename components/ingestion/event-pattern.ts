import type { Options } from "../options/rules-and-defaults.ts";
import { suffixForms } from "./suffixes.ts";

/** EventBridge's limit in characters; AWS raises it on request. */
export const patternLimit = 2048;

type Filtered = Pick<Options, "uploadPrefix" | "uploadSuffixes" | "mirrorDeletions">;

/**
 * EventBridge refuses a rule with too many wildcards ("Rule is too complex") and publishes no number; three pairs of them were
 * refused and two were not: https://github.com/aws/event-ruler computes it.
 */
const suffixesOfRule = 2;

/** Names of the rules end in one digit. */
const mostRules = 9;

/** The most suffixes beside a prefix. */
export const mostSuffixes = suffixesOfRule * mostRules;

/** Returns a pattern for each rule, matching the changes of objects to reconcile. */
export function eventPatterns(bucketName: string, options: Filtered) {
  return keyPatterns(options).map((keys) => eventPattern(bucketName, keys, options));
}

export function ruleCount(options: Filtered): number {
  return keyPatterns(options).length;
}

function eventPattern(bucketName: string, keys: object[], options: Filtered) {
  return {
    source: ["aws.s3"],
    "detail-type": options.mirrorDeletions ? ["Object Created", "Object Deleted"] : ["Object Created"],
    detail: {
      bucket: { name: [bucketName] },
      ...(keys.length > 0 && { object: { key: keys } }),
      // Outputs stay when a lifecycle rule expires their original, as with S3's own notifications.
      ...(options.mirrorDeletions && { reason: [{ "anything-but": ["Lifecycle Expiration"] }] }),
    },
  };
}

/** Returns each rule's alternatives. Only a wildcard can ask for both a start and an end of a key; no option may hold a `*`. */
function keyPatterns({ uploadPrefix, uploadSuffixes }: Filtered): object[][] {
  if (uploadSuffixes.length === 0) return uploadPrefix === "" ? [[]] : [[{ prefix: uploadPrefix }]];
  if (uploadPrefix === "") return [suffixForms(uploadSuffixes).map((suffix) => ({ suffix }))];
  const rules = Array.from({ length: Math.ceil(uploadSuffixes.length / suffixesOfRule) }, (_, index) =>
    uploadSuffixes.slice(index * suffixesOfRule, (index + 1) * suffixesOfRule),
  );
  return rules.map((suffixes) =>
    suffixForms(suffixes).map((suffix) => ({ wildcard: `${uploadPrefix}*${suffix}` })),
  );
}
