import type { Outcome } from "../../contract/outcome.ts";
import { fileFaults, type Rejection } from "../../contract/rejection.ts";
import type { Settings } from "../../contract/settings.ts";
import { SourceMark } from "../../contract/source-mark.ts";
import type { RenditionNames } from "./decide-writes.ts";
import type { ObjectStore, Source } from "./object-store.ts";
import { markIn, withMark, withoutMark } from "./source-tags.ts";
import { ownNames } from "./targets.ts";

/** One look at a source: the version that was read, and the names of its outputs as they were before. */
export interface Look {
  key: string;
  settings: Settings;
  source: Source | undefined;
  plans: RenditionNames[];
}

type Found = "done" | "unmarked" | "changed";

/**
 * Takes off a mark that the version came with, by a copy or from its uploader, unless its outputs stand. This comes first, or a look
 * that fails would leave a source that may expire without outputs.
 *
 * @returns The mark that stays, or "changed" where the version is gone: the look has to begin again.
 */
export async function withoutFalseMark(look: Look, store: ObjectStore): Promise<Found> {
  const { key, settings, source, plans } = look;
  if (!settings.markSources || source?.version === undefined || source.version.tagCount === 0)
    return "unmarked";

  const version = [settings.sourceBucket, key, source.version.id] as const;
  const tags = await store.readTags(...version);
  if (tags === undefined) return "changed";
  const mark = markIn(tags);
  if (mark === undefined) return "unmarked";
  if (mark === SourceMark.done && plans.every(isShown)) return "done";
  return (await store.writeTags(...version, withoutMark(tags))) ? "unmarked" : "changed";
}

/**
 * Marks the version after its outputs stand, or after its rejection, unless it is done already.
 *
 * @returns The outcomes, or `undefined` where the version is gone: the look has to begin again.
 */
export async function withMarkedSource(
  look: Look,
  outcomes: Outcome[],
  store: ObjectStore,
): Promise<Outcome[] | undefined> {
  const { key, settings, source } = look;
  const mark = markFor(look, outcomes);
  if (!settings.markSources || source?.version === undefined || mark === undefined) return outcomes;

  const version = [settings.sourceBucket, key, source.version.id] as const;
  // The tags are read again: while the image was compressed, others may have written theirs.
  const tags = await store.readTags(...version);
  if (tags === undefined) return undefined;
  if (markIn(tags) === mark || markIn(tags) === SourceMark.done) return outcomes;
  const marked = withMark(tags, mark);
  if (marked === undefined) return outcomes.map((outcome) => ({ ...outcome, unmarkable: true }));
  return (await store.writeTags(...version, marked)) ? outcomes : undefined;
}

function markFor({ plans }: Look, outcomes: Outcome[]): SourceMark | undefined {
  const standing = ["compressed", "unchanged"];
  if (outcomes.every(({ outcome }) => standing.includes(outcome))) return SourceMark.done;
  // A picture with an output from before was good once, with other settings or in another version of the function.
  const isRejected = !plans.some(isShown) && outcomes.every(isFileFault);
  return isRejected ? SourceMark.rejected : undefined;
}

function isFileFault(outcome: Outcome): boolean {
  const faults: Rejection["reason"][] = fileFaults;
  return outcome.outcome === "rejected" && faults.includes(outcome.reason);
}

/** Returns true if an output was made from this very version, with whichever settings. */
function isShown({ names, wanted }: RenditionNames): boolean {
  return ownNames(names, wanted).some(({ head }) => head?.metadata["source-etag"] === wanted["source-etag"]);
}
