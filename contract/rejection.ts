/** A file can never be compressed for one of these reasons. The list is closed: reasons are values of a metric's dimension. */
export const rejectionReasons = [
  "not-an-image",
  "unsupported-format",
  "corrupt",
  "too-many-pixels",
  "too-many-bytes",
  "too-many-frames",
  "too-much-memory",
  "key-too-long",
  "output-key-taken",
  "source-archived",
] as const;

/** The file itself is at fault: no option gives it an output. Limits and names keep good pictures out as well. */
export const fileFaults = ["not-an-image", "unsupported-format", "corrupt"] satisfies Rejection["reason"][];

/** A rejection is an outcome, not an error: trying again would end the same way. */
export interface Rejection {
  reason: (typeof rejectionReasons)[number];
  detail: string;
}
