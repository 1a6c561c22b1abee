import type { Options } from "../options/option-rules.ts";
import { suffixForms } from "./suffixes.ts";

/** What EventBridge takes, in characters; AWS raises it on request. */
export const patternLimit = 2048;

type Filtered = Pick<Options, "uploadPrefix" | "uploadSuffixes" | "mirrorDeletions">;

/**
 * EventBridge refuses a rule whose wildcards are too many ("Rule is too complex") and publishes no number; three pairs of them were
 * refused and two were not: https://github.com/aws/event-ruler computes it.
 */
const suffixesOfRule = 2;

/** The children's names end in a digit. */
const mostRules = 9;

/** How many suffixes there may be beside a prefix. */
export const mostSuffixes = suffixesOfRule * mostRules;

/** The changes of a bucket's objects that are a reason to look at them, as EventBridge tells them from others: a pattern for each rule. */
export function eventPatterns(bucketName: string, options: Filtered) {
  return keyPatterns(options).map((keys) => eventPattern(bucketName, keys, options));
}

/** How many rules it takes. */
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
      // An original that a lifecycle rule expires leaves its outputs, as with S3's own notifications.
      ...(options.mirrorDeletions && { reason: [{ "anything-but": ["Lifecycle Expiration"] }] }),
    },
  };
}

/** For each rule, of which one has to match. Of a key only a wildcard can ask for a beginning and an end; no option may hold a `*`. */
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
