import type { Doomed, Head, Target } from "./object-store.ts";
import type { OutputMetadata } from "./output-metadata.ts";

/** A name the source may use, and the object found there. */
export interface Name {
  key: string;
  head: Head | undefined;
}

/** Returns the names owned by the source and rendition of `wanted`. */
export function ownNames(names: Name[], wanted: OutputMetadata): Name[] {
  const identity = ["source-bucket", "source-key", "rendition"] as const;
  return names.filter(
    ({ head }) => head !== undefined && identity.every((field) => head.metadata[field] === wanted[field]),
  );
}

/** Lists the deletions after which a source has no output of this rendition. */
export function planDeletions(names: Name[], wanted: OutputMetadata): Doomed[] {
  return ownNames(names, wanted).flatMap(({ key, head }) =>
    head === undefined ? [] : { key, etag: head.etag },
  );
}

/**
 * Lists the writes after which the outputs agree with their source: every name it owns, unless the output there was made from this
 * very version with these settings, or else the first free one. Returns `undefined` when every name belongs to somebody else.
 */
export function planTargets(names: Name[], wanted: OutputMetadata): Target[] | undefined {
  const own = ownNames(names, wanted);
  const free = names.find(({ head }) => head === undefined);
  if (own.length === 0) return free && [{ key: free.key, replaces: undefined }];
  return own
    .filter(
      ({ head }) =>
        head?.metadata["source-etag"] !== wanted["source-etag"] || head.metadata.settings !== wanted.settings,
    )
    .map(({ key, head }) => ({ key, replaces: head?.etag }));
}
