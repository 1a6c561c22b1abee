import type { Options } from "../option-rules.ts";
import { suffixForms } from "../suffixes.ts";

/** What EventBridge takes, in characters; AWS raises it on request. */
export const patternLimit = 2048;

type Filtered = Pick<Options, "uploadPrefix" | "uploadSuffixes" | "mirrorDeletions">;

/** The changes of a bucket's objects that are a reason to look at them, as EventBridge tells them from others. */
export function eventPattern(bucketName: string, options: Filtered) {
  const keys = keyPatterns(options);
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

/** One has to match. Of a key only a wildcard can ask for a beginning and an end; no option may hold a `*`. */
function keyPatterns({ uploadPrefix, uploadSuffixes }: Filtered) {
  if (uploadSuffixes.length === 0) return uploadPrefix === "" ? [] : [{ prefix: uploadPrefix }];
  return suffixForms(uploadSuffixes).map((suffix) =>
    uploadPrefix === "" ? { suffix } : { wildcard: `${uploadPrefix}*${suffix}` },
  );
}
