/**
 * The function marks the version of a source that it read with this tag, and lifecycle rules filter by it: what it has not marked
 * never expires.
 */
export const markKey = "image-compression-pipeline";

/** Every output stood once, though not with today's settings; or the file itself can have no output. */
export const SourceMark = { done: "done", rejected: "rejected" } as const;
export type SourceMark = (typeof SourceMark)[keyof typeof SourceMark];
